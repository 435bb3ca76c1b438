/** Programs to learn from. */
@NullMarked
package io.gpushopper.examples;

import org.jspecify.annotations.NullMarked;

/** Whose a store is, and whose the instances of an account are. */
@NullMarked
package io.gpushopper.domain.deployment;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.gpushopper.archfixture.cli;

import org.jspecify.annotations.NullMarked;

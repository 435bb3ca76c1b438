@NullMarked
package io.gpushopper.archfixture.names;

import org.jspecify.annotations.NullMarked;

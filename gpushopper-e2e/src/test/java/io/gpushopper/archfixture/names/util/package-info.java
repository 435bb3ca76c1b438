@NullMarked
package io.gpushopper.archfixture.names.util;

import org.jspecify.annotations.NullMarked;

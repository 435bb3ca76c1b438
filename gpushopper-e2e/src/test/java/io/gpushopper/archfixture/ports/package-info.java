@NullMarked
package io.gpushopper.archfixture.ports;

import org.jspecify.annotations.NullMarked;

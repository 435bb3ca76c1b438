@NullMarked
package io.gpushopper.archfixture.persistence;

import org.jspecify.annotations.NullMarked;

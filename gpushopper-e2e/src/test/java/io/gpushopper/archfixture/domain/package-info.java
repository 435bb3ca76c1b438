@NullMarked
package io.gpushopper.archfixture.domain;

import org.jspecify.annotations.NullMarked;

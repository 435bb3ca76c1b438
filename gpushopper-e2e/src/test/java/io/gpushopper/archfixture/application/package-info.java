@NullMarked
package io.gpushopper.archfixture.application;

import org.jspecify.annotations.NullMarked;

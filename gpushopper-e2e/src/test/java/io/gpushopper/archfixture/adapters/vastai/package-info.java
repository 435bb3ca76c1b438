@NullMarked
package io.gpushopper.archfixture.adapters.vastai;

import org.jspecify.annotations.NullMarked;

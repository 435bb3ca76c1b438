@NullMarked
package io.gpushopper.archfixture.sdk;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.gpushopper.archfixture.adapters.http;

import org.jspecify.annotations.NullMarked;

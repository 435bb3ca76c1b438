@NullMarked
package io.gpushopper.archfixture.adapters.ssh;

import org.jspecify.annotations.NullMarked;

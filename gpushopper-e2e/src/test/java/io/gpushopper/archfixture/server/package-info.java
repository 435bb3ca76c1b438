@NullMarked
package io.gpushopper.archfixture.server;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.gpushopper.archfixture.adapters.tensordock;

import org.jspecify.annotations.NullMarked;

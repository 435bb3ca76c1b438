/** TensorDock (API v2) behind the Provider port. */
@NullMarked
package io.gpushopper.adapters.tensordock;

import org.jspecify.annotations.NullMarked;

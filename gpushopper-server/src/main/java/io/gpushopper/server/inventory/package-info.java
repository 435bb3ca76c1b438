/** The offers over HTTP. */
@NullMarked
package io.gpushopper.server.inventory;

import org.jspecify.annotations.NullMarked;

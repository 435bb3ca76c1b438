/** What was charged, over HTTP. */
@NullMarked
package io.gpushopper.server.costs;

import org.jspecify.annotations.NullMarked;

/** The sessions over HTTP. */
@NullMarked
package io.gpushopper.server.sessions;

import org.jspecify.annotations.NullMarked;

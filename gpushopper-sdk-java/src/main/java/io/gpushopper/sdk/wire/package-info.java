/** The JSON of the HTTP API, as the server writes it and the client reads it. */
@NullMarked
package io.gpushopper.sdk.wire;

import org.jspecify.annotations.NullMarked;

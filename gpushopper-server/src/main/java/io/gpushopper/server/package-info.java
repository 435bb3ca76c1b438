/** The server: the library behind HTTP, put together from its configuration. */
@NullMarked
package io.gpushopper.server;

import org.jspecify.annotations.NullMarked;

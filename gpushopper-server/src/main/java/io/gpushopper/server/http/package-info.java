/** What every request has in common: its id, its body, its parameters and the one shape of errors. */
@NullMarked
package io.gpushopper.server.http;

import org.jspecify.annotations.NullMarked;

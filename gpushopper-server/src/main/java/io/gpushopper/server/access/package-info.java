/** Who may ask for what: access tokens, the caller that a token stands for, and whose sessions a caller sees. */
@NullMarked
package io.gpushopper.server.access;

import org.jspecify.annotations.NullMarked;

/** What an operator may ask of a running server, on the admin port. */
@NullMarked
package io.gpushopper.server.admin;

import org.jspecify.annotations.NullMarked;

/** Whether the server is up, ready and on terms with its providers. */
@NullMarked
package io.gpushopper.server.health;

import org.jspecify.annotations.NullMarked;

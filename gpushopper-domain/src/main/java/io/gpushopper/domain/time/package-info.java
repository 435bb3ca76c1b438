/** What time it is, and when that is in doubt. */
@NullMarked
package io.gpushopper.domain.time;

import org.jspecify.annotations.NullMarked;

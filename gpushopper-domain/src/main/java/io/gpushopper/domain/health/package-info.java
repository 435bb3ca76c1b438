/** How offers have done lately, and what that says of them. */
@NullMarked
package io.gpushopper.domain.health;

import org.jspecify.annotations.NullMarked;

/** Money: exact amounts, rates per hour, and what they are charged for. */
@NullMarked
package io.gpushopper.domain.cost;

import org.jspecify.annotations.NullMarked;

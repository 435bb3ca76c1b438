/** What was charged: the lines of the books with what they are counted under, and the reports that are made of them. */
@NullMarked
package io.gpushopper.domain.ledger;

import org.jspecify.annotations.NullMarked;

/** What may be bought: the deployment's fuse, and the budgets of consumers. */
@NullMarked
package io.gpushopper.domain.spending;

import org.jspecify.annotations.NullMarked;

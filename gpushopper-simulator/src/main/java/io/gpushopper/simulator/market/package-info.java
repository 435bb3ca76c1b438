/** What both simulated providers share: time, accounts, meters, instances, faults and rate limits. */
@NullMarked
package io.gpushopper.simulator.market;

import org.jspecify.annotations.NullMarked;

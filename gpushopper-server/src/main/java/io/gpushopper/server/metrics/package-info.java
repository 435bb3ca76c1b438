/** What is counted, for Prometheus. */
@NullMarked
package io.gpushopper.server.metrics;

import org.jspecify.annotations.NullMarked;

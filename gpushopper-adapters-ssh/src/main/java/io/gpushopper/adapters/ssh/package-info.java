/** Probes over SSH, key making and host-key pinning. */
@NullMarked
package io.gpushopper.adapters.ssh;

import org.jspecify.annotations.NullMarked;

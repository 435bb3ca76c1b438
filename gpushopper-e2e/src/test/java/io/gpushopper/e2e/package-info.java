/** The packaged server as a process, with the SDK as its client and the simulated market behind it. */
@NullMarked
package io.gpushopper.e2e;

import org.jspecify.annotations.NullMarked;

/** The launcher: demo, server and simulator as commands of one program. */
@NullMarked
package io.gpushopper.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The small Unix-like world inside a simulated machine: a file tree with owners and modes, a shell (lexer, parser,
 * interpreter) and its commands. It knows nothing of SSH or GPUs.
 */
@NullMarked
package io.gpushopper.simulator.machine.unix;

import org.jspecify.annotations.NullMarked;

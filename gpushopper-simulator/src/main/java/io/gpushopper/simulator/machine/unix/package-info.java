/**
 * The small Unix-like world inside a simulated machine: a file tree with owners and modes, a shell (lexer, parser,
 * interpreter) and its commands. It knows nothing of SSH or GPUs.
 *
 * <p>The shell has lists, pipelines, redirections, here-documents, {@code if}, {@code while}, {@code until}, {@code for},
 * groups, subshells, {@code &}, variables, command substitution and file name patterns. It has no functions, no
 * {@code case}, no arithmetic, no positional parameters, and {@code set -e} changes nothing.
 */
@NullMarked
package io.gpushopper.simulator.machine.unix;

import org.jspecify.annotations.NullMarked;

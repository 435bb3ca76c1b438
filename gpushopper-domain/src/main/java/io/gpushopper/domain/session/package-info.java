/**
 * The life of a session as values and pure functions: {@code SessionDecider} decides, {@code SessionMachine} holds the
 * transition table, {@code AbsenceProof} says when an instance is gone.
 */
@NullMarked
package io.gpushopper.domain.session;

import org.jspecify.annotations.NullMarked;

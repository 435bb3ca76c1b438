package io.gpushopper.simulation;

import io.gpushopper.domain.session.SessionId;

/**
 * An end that a consumer asked for, and a process accepted.
 *
 * @param destroys whether nothing of the session is to be left; else its instance may be stopped, and no more
 * @param by the process that accepted it
 */
record TakenEnd(SessionId session, boolean destroys, Replica by) {}

package io.gpushopper.simulator;

import io.gpushopper.simulator.http.HttpCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls to providers as their access logs would show them: verb, path and query. Thread-safe. */
final class RequestLines {
    private static final int MOST = 10_000;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(HttpCall call) {
        if (lines.size() == MOST) {
            lines.remove();
        }
        lines.add(call.method() + " " + call.path() + " " + call.query());
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }
}

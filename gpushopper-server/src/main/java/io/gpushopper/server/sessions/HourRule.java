package io.gpushopper.server.sessions;

import io.gpushopper.server.http.Problems;
import org.jspecify.annotations.Nullable;

/** A required number of whole hours from 1 to 12. Immutable. */
record HourRule(String field) {
    private static final int MOST = 12;

    void check(@Nullable Integer hours, Problems problems) {
        if (problems.isNamed(field)) {
            return;
        }
        if (hours == null) {
            problems.add(field, field + " is required");
        } else if (hours < 1) {
            problems.add(field, field + " must be at least 1");
        } else if (hours > MOST) {
            problems.add(field, field + " must be at most " + MOST);
        }
    }
}

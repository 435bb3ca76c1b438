package io.gpushopper.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;

/** The field {@code times}: how often something is to happen. */
final class Times {
    private Times() {}

    /** One when it is left out. */
    static int read(JsonNode json) {
        JsonNode times = json.path("times");
        if (times.isMissingNode()) {
            return 1;
        }
        if (!times.canConvertToInt() || !times.canConvertToExactIntegral()) {
            throw new IllegalArgumentException("times must be a whole number, 1 or more");
        }
        return times.intValue();
    }
}

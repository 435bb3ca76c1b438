package io.gpushopper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;

/**
 * What came back.
 *
 * @param status HTTP status
 * @param body as text
 */
record Reply(int status, String body) {

    JsonNode json() {
        return Json.parse(body).orElseThrow(() -> new AssertionError("No JSON: " + body));
    }
}

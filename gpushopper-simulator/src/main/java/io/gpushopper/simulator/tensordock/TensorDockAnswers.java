package io.gpushopper.simulator.tensordock;

import io.gpushopper.simulator.http.HttpAnswer;

/** The constant answers of TensorDock, word for word. Their fixtures are in the tests' {@code fixtures}. */
final class TensorDockAnswers {

    static final HttpAnswer UNAUTHORIZED = HttpAnswer.text(401, "Unauthorized");
    static final HttpAnswer TOO_MANY =
            HttpAnswer.literal(429, "{\"error\":\"Rate limit exceeded. Please try again later.\"}");
    static final HttpAnswer NO_NODES_400 =
            HttpAnswer.literal(200, "{\"status\":400,\"error\":\"No available nodes found\"}");
    static final HttpAnswer NO_NODES_404 =
            HttpAnswer.literal(200, "{\"status\":404,\"error\":\"No available nodes found\"}");
    static final HttpAnswer NO_PUBLIC_IP =
            HttpAnswer.literal(200, "{\"status\":400,\"error\":\"No available public IPs on hostnode\"}");
    static final HttpAnswer NO_MONEY =
            HttpAnswer.literal(200, "{\"status\":400,\"error\":\"You need at least $1.00 in your balance to deploy\"}");
    static final HttpAnswer NO_INSTANCE = HttpAnswer.literal(404, "{\"error\":\"Instance not found\"}");
    static final HttpAnswer NO_SUCH_ENDPOINT = HttpAnswer.literal(404, "{\"error\":\"Not found\"}");
    static final HttpAnswer INVALID_ID = HttpAnswer.literal(400, "{\"error\":\"Invalid instance id\"}");
    static final HttpAnswer INVALID_BODY = HttpAnswer.literal(400, "{\"error\":\"Invalid JSON body\"}");
    static final HttpAnswer ALREADY_RUNNING = HttpAnswer.literal(409, "{\"error\":\"Instance is already running\"}");
    static final HttpAnswer CANNOT_START = HttpAnswer.literal(400, "{\"error\":\"Instance cannot be started\"}");
    static final HttpAnswer DELETED = HttpAnswer.literal(
            200, "{\"data\":{\"type\":\"success\",\"attributes\":{\"message\":\"Instance deleted successfully\"}}}");
    static final HttpAnswer NO_SECRET = HttpAnswer.literal(404, "{\"error\":\"Secret not found\"}");
    static final HttpAnswer DELETED_SECRET = HttpAnswer.literal(
            200, "{\"data\":{\"type\":\"success\",\"attributes\":{\"message\":\"Secret deleted successfully\"}}}");
    static final HttpAnswer BAD_V0_CREDENTIALS =
            HttpAnswer.literal(200, "{\"success\":false,\"error\":\"Invalid API key or token\"}");

    private TensorDockAnswers() {}
}

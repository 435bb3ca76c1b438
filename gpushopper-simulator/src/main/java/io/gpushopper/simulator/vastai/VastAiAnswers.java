package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.Json;

/** The constant answers of Vast.ai, word for word. Their fixtures are in the tests' {@code fixtures}. */
final class VastAiAnswers {

    static final HttpAnswer LOGIN_REQUIRED = HttpAnswer.literal(
            403, "{\"success\":false,\"error\":\"auth_error\",\"msg\":\"This action requires login.\"}");
    static final HttpAnswer INVALID_USER_KEY =
            HttpAnswer.literal(404, "{\"success\":false,\"error\":\"auth_error\",\"msg\":\"Invalid user key\"}");
    static final HttpAnswer INVALID_JSON =
            HttpAnswer.literal(400, "{\"error\":\"invalid_request\",\"msg\":\"Invalid json body\"}");
    static final HttpAnswer NO_SUCH_ENDPOINT = HttpAnswer.literal(404, "{\"detail\":\"Not Found\"}");
    static final HttpAnswer SUCCESS = HttpAnswer.literal(200, "{\"success\":true}");
    static final HttpAnswer QUEUED = HttpAnswer.literal(
            200, "{\"success\":false,\"msg\":\"Required resources are currently unavailable, state change queued.\"}");
    static final HttpAnswer NO_INSTANCE = HttpAnswer.literal(200, "{\"instances\":null}");
    static final HttpAnswer DESTROYED_BEFORE =
            HttpAnswer.literal(404, "{\"success\":false,\"error\":\"not_found\",\"msg\":\"Instance not found\"}");
    static final HttpAnswer KEY_ATTACHED =
            HttpAnswer.literal(200, "{\"success\":true,\"msg\":\"SSH key attached successfully\"}");
    static final HttpAnswer NO_INSTANCE_FOR_KEY = HttpAnswer.literal(
            404, "{\"success\":false,\"error\":\"no_such_instance\",\"msg\":\"Instance not found.\"}");
    static final HttpAnswer NO_KEY =
            HttpAnswer.literal(400, "{\"success\":false,\"error\":\"no_ssh_key\",\"msg\":\"No ssh key provided\"}");
    static final HttpAnswer NO_CREDIT = HttpAnswer.literal(
            400,
            "{\"success\":false,\"error\":\"insufficient_credit\",\"msg\":\"Your account lacks credit; see the billing"
                    + " page.\"}");
    static final HttpAnswer INVALID_INSTANCE_ID =
            HttpAnswer.literal(400, "{\"success\":false,\"error\":\"invalid_args\",\"msg\":\"invalid instance_id\"}");
    static final HttpAnswer INVALID_TOKEN =
            HttpAnswer.literal(400, "{\"success\":false,\"error\":\"invalid_token\",\"msg\":\"Invalid after_token\"}");

    static final HttpAnswer NO_DAYS = HttpAnswer.literal(
            400, "{\"success\":false,\"msg\":\"Must provide both 'day' gte and lte filters for instance charges\"}");

    static final HttpAnswer NO_ACCOUNT_KEYS = HttpAnswer.literal(
            404, "{\"success\":false,\"error\":\"not_found\",\"msg\":\"No SSH keys found for the user.\"}");
    static final HttpAnswer KEY_REMOVED =
            HttpAnswer.literal(200, "{\"success\":true,\"msg\":\"SSH key removed from instance.\"}");
    static final HttpAnswer NO_SUCH_KEY =
            HttpAnswer.literal(404, "{\"success\":false,\"error\":\"no_such_ssh_key\",\"msg\":\"SSH key not found.\"}");
    static final HttpAnswer NO_SUCH_VOLUME =
            HttpAnswer.literal(404, "{\"success\":false,\"error\":\"no_such_volume\",\"msg\":\"Volume not found.\"}");
    static final HttpAnswer INVALID_LOG_ID =
            HttpAnswer.literal(404, "{\"success\":false,\"error\":\"invalid_id\",\"msg\":\"Invalid instance id\"}");
    static final HttpAnswer BAD_DATE_RANGE =
            HttpAnswer.literal(200, "{\"success\":false,\"error\":\"Invalid date range\"}");

    private VastAiAnswers() {}

    static HttpAnswer noSuchAsk(long ask) {
        return HttpAnswer.json(
                400,
                error("invalid_args", "error 404/3603: no_such_ask  Instance type by id " + ask + " is not available.")
                        .put("ask_id", ask));
    }

    static HttpAnswer askNoLongerAvailable(long ask) {
        return HttpAnswer.json(
                410,
                error("no_such_ask", "error 410/3907: no_such_ask Instance type " + ask + " is no longer available.")
                        .put("ask_id", ask));
    }

    static HttpAnswer invalidCreate(long ask, String what) {
        return HttpAnswer.json(
                400,
                error("invalid_args", "error 400/3467: Invalid args: " + what).put("ask_id", ask));
    }

    static HttpAnswer invalidId(String id) {
        return HttpAnswer.json(400, error("invalid_args", "error 400/1782: Invalid args: " + id));
    }

    static HttpAnswer invalidPrice(String what) {
        return HttpAnswer.json(400, error("invalid_price", what));
    }

    static HttpAnswer invalidRequest(String what) {
        return HttpAnswer.json(
                400, Json.object().put("error", "invalid_request").put("msg", what));
    }

    static HttpAnswer labelTooLong(int most) {
        return HttpAnswer.json(400, error("label_too_long", "Label must be at most " + most + " characters."));
    }

    static HttpAnswer noSuchInstance(String id) {
        return HttpAnswer.json(404, error("no_such_instance", "Instance " + id + " not found."));
    }

    private static ObjectNode error(String code, String message) {
        return Json.object().put("success", false).put("error", code).put("msg", message);
    }
}

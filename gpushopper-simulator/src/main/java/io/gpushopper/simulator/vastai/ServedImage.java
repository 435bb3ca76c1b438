package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the program of an image answers over HTTP, as far as its arguments tell: a server of models knows its health and its model, any
 * other program its image.
 */
final class ServedImage {
    private static final String HEALTH = "/health";
    private static final String VLLM_MODEL = "--model";
    private static final String TGI_MODEL = "--model-id";

    private ServedImage() {}

    /** JSON texts by path. */
    static Map<String, String> pages(CreateOrder order) {
        Optional<String> vllm = after(VLLM_MODEL, order.args());
        if (vllm.isPresent()) {
            return Map.of(HEALTH, "", "/v1/models", models(vllm.get()));
        }
        return after(TGI_MODEL, order.args())
                .map(model -> Map.of(
                        HEALTH,
                        "",
                        "/info",
                        Json.object().put("model_id", model).toString(),
                        "/v1/models",
                        models(model)))
                .orElseGet(() ->
                        Map.of("/", Json.object().put("image", order.image()).toString()));
    }

    private static String models(String id) {
        return Json.object()
                .put("object", "list")
                .set("data", Json.array().add(Json.object().put("id", id).put("object", "model")))
                .toString();
    }

    private static Optional<String> after(String flag, List<String> args) {
        int at = args.indexOf(flag);
        return at < 0 || at + 1 >= args.size() ? Optional.empty() : Optional.of(args.get(at + 1));
    }
}

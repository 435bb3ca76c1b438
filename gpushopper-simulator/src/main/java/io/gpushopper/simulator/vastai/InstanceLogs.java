package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logs that were asked for: each lies at an address of its own, which is not there the first two times, and needs no key. Guarded by the
 * world's lock.
 */
final class InstanceLogs {

    private static final int NOT_YET = 2;

    private final Map<String, Integer> asked = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    void clear() {
        asked.clear();
        texts.clear();
    }

    HttpAnswer request(HttpCall call, VastAiInstance instance) {
        String name = instance.core().id() + "-" + texts.size() + ".log";
        texts.put(name, "instance " + instance.core().id() + ": " + instance.statusMessage() + "\n");
        String host = call.headers().getOrDefault("host", "127.0.0.1");
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("success", true)
                        .put("result_url", "http://" + host + "/vastai/results/" + name)
                        .put("msg", "logs requested"));
    }

    HttpAnswer read(String name) {
        String text = texts.get(name);
        if (text == null || asked.merge(name, 1, Integer::sum) <= NOT_YET) {
            return HttpAnswer.text(404, "NoSuchKey");
        }
        return HttpAnswer.text(200, text);
    }
}

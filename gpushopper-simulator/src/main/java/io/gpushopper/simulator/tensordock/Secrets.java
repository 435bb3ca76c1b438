package io.gpushopper.simulator.tensordock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stored keys and other secrets, whose values are never told again. Guarded by the world's lock. */
final class Secrets {

    private static final Set<String> TYPES = Set.of("SSHKEY", "GENERIC", "SECRET");

    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    void clear() {
        secrets.clear();
    }

    /** The public key of that id; empty if there is none. */
    Optional<String> sshKey(String id) {
        return Optional.ofNullable(secrets.get(id))
                .filter(secret -> secret.type().equals("SSHKEY"))
                .map(Secret::value);
    }

    HttpAnswer list() {
        ArrayNode all = Json.array();
        secrets.forEach((id, secret) -> all.add(json(id, secret)));
        ObjectNode data = Json.object();
        data.set("secrets", all);
        return wrapped(data);
    }

    HttpAnswer get(String id) {
        Secret secret = secrets.get(id);
        return secret == null ? TensorDockAnswers.NO_SECRET : wrapped(json(id, secret));
    }

    HttpAnswer add(String id, JsonNode attributes) {
        String type = attributes.path("type").asText();
        if (!TYPES.contains(type) || attributes.path("value").asText().isEmpty()) {
            return TensorDockAnswers.INVALID_BODY;
        }
        Secret secret = new Secret(
                attributes.path("name").asText(),
                type,
                attributes.path("value").asText().strip());
        secrets.put(id, secret);
        return wrapped(json(id, secret));
    }

    HttpAnswer remove(String id) {
        return secrets.remove(id) == null ? TensorDockAnswers.NO_SECRET : TensorDockAnswers.DELETED_SECRET;
    }

    private static ObjectNode json(String id, Secret secret) {
        return Json.object().put("id", id).put("name", secret.name()).put("type", secret.type());
    }

    private static HttpAnswer wrapped(ObjectNode data) {
        ObjectNode answer = Json.object();
        answer.set("data", data);
        return HttpAnswer.json(200, answer);
    }

    private record Secret(String name, String type, String value) {
        @Override
        public String toString() {
            return "Secret[" + name + "]";
        }
    }
}

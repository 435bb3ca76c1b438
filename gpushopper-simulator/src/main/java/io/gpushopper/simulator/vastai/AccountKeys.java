package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SSH keys of the account. A new one reaches new instances only. Source: docs/PROVIDERS.md, Vast.ai: keys and logins. Guarded by the
 * world's lock.
 */
final class AccountKeys {

    private final Map<Long, Key> keys = new LinkedHashMap<>();
    private long lastId = 100;

    void clear() {
        keys.clear();
    }

    /** What a new instance lets in. */
    List<String> publicKeys() {
        List<String> lines = new ArrayList<>();
        keys.values().forEach(key -> lines.add(key.publicKey()));
        return lines;
    }

    HttpAnswer list() {
        if (keys.isEmpty()) {
            return VastAiAnswers.NO_ACCOUNT_KEYS;
        }
        ArrayNode all = Json.array();
        keys.forEach((id, key) -> all.add(json(id, key)));
        return HttpAnswer.json(200, all);
    }

    HttpAnswer add(String publicKey, Instant now) {
        lastId++;
        Key key = new Key(publicKey, now);
        keys.put(lastId, key);
        ObjectNode answer = Json.object().put("success", true);
        answer.set("key", json(lastId, key));
        return HttpAnswer.json(200, answer);
    }

    HttpAnswer replace(Optional<Long> id, String publicKey) {
        return id.flatMap(known -> Optional.ofNullable(
                                keys.computeIfPresent(known, (same, old) -> new Key(publicKey, old.createdAt()))))
                        .isPresent()
                ? VastAiAnswers.SUCCESS
                : VastAiAnswers.NO_KEY;
    }

    HttpAnswer remove(Optional<Long> id) {
        return id.map(keys::remove).isPresent() ? VastAiAnswers.SUCCESS : VastAiAnswers.NO_KEY;
    }

    private static ObjectNode json(long id, Key key) {
        ObjectNode json = Json.object().put("id", id).put("user_id", VastAi.USER_ID);
        json.put("public_key", key.publicKey())
                .put("created_at", key.createdAt().toString());
        return json.putNull("deleted_at");
    }

    private record Key(String publicKey, Instant createdAt) {}
}

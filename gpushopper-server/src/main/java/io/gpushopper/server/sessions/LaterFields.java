package io.gpushopper.server.sessions;

import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.server.http.Problems;
import org.jspecify.annotations.Nullable;

/**
 * What the API describes of a create and this server can't follow yet. A field that would do nothing is refused, unless its value
 * asks for nothing or breaks a rule anyhow.
 */
final class LaterFields {
    private LaterFields() {}

    static void refuse(CreateSessionRequest body, Problems problems) {
        refuse("launch_mode", "entrypoint".equals(body.launchMode()), problems);
        refuse("model_id", !isEmpty(body.modelId()), problems);
        refuse("quantization", !isEmpty(body.quantization()), problems);
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static void refuse(String field, boolean asked, Problems problems) {
        if (asked && !problems.isNamed(field)) {
            problems.addUnsupported(field);
        }
    }
}

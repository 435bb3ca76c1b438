package io.gpushopper.server.sessions;

import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.server.http.Problems;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a create that the API describes and this server can't follow yet. A field that would do nothing is refused, unless its
 * value asks for nothing.
 */
final class LaterFields {
    private LaterFields() {}

    static void refuse(CreateSessionRequest body, Problems problems) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("docker_image", body.dockerImage());
        fields.put("model_id", body.modelId());
        fields.put("exposed_ports", body.exposedPorts());
        fields.put("quantization", body.quantization());
        fields.put("disk_gb", body.diskGb());
        fields.put("on_start_cmd", body.onStartCmd());
        fields.put("env", body.env());
        fields.put("ssh_public_key", body.sshPublicKey());
        fields.put("ssh_timeout_minutes", body.sshTimeoutMinutes());
        fields.put("boot_timeout_minutes", body.bootTimeoutMinutes());
        fields.put("auto_retry", body.autoRetry());
        fields.put("max_retries", body.maxRetries());
        fields.put("retry_scope", body.retryScope());
        fields.put("max_price_per_hour", body.maxPricePerHour());
        fields.put("template_hash_id", body.templateHashId());
        fields.put("name", body.name());
        fields.put("tags", body.tags());
        fields.put("preserve_hours", body.preserveHours());
        fields.forEach((field, value) -> {
            if (!asksForNothing(value)) {
                problems.addUnsupported(field);
            }
        });
    }

    private static boolean asksForNothing(@Nullable Object value) {
        return value == null
                || value.equals("")
                || value.equals(0)
                || value.equals(false)
                || (value instanceof BigDecimal number && number.signum() == 0)
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }
}

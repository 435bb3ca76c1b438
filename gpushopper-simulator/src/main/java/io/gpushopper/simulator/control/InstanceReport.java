package io.gpushopper.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.machine.MachineActivity;
import io.gpushopper.simulator.market.SimulatedInstance;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The truth about an instance:
 *
 * <pre>{@code
 * {"id":"36000123","provider":"vastai","tag":"gpushop-…","created_at":"2026-11-24T07:00:00Z",
 *  "ssh_accepts_at":"2026-11-24T07:00:05Z","destroyed_at":null,"billing":true,"billed_usd":0.000123456,
 *  "ssh_port":40123,"ssh_logins":1}
 * }</pre>
 */
final class InstanceReport {

    private InstanceReport() {}

    static ObjectNode write(SimulatedInstance instance, Instant now) {
        ObjectNode json = Json.object();
        json.put("id", instance.id());
        json.put("provider", instance.provider().word());
        json.put("tag", instance.tag().orElse(null));
        json.put("created_at", instance.createdAt().toString());
        json.put("ssh_accepts_at", text(instance.sshAcceptsAt()));
        json.put("destroyed_at", text(instance.destroyedAt()));
        json.put("billing", instance.meter().isRunning());
        json.put("billed_usd", instance.meter().billed(now));
        json.put("ssh_port", instance.machine().port());
        MachineActivity activity = instance.machine().activity();
        json.put("ssh_logins", activity.logins());
        json.put("ssh_open_sessions", activity.openSessions());
        return json;
    }

    private static @Nullable String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }
}

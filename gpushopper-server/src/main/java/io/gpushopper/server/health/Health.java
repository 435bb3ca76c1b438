package io.gpushopper.server.health;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.ProviderHealth;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Alarm;
import io.gpushopper.sdk.wire.ServicesJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** How the parts of the server are. Thread-safe. */
public final class Health {
    private final GpuShopper shopper;
    private final BooleanSupplier database;
    private final BooleanSupplier queue;

    /**
     * @param database whether it answers
     * @param queue whether it looks, and no session is overdue by five minutes
     */
    public Health(GpuShopper shopper, BooleanSupplier database, BooleanSupplier queue) {
        this.shopper = shopper;
        this.database = database;
        this.queue = queue;
    }

    /** Whether the sweep at start-up is over. */
    public boolean isReady() {
        return shopper.isReady();
    }

    /** Whether the database answers. */
    public boolean isDatabaseUp() {
        return database.getAsBoolean();
    }

    /** Whether the work queue looks, and no session is overdue by five minutes. */
    public boolean isQueueOnTime() {
        return queue.getAsBoolean();
    }

    ServicesJson services(boolean databaseUp, boolean queueOnTime) {
        Map<String, String> providers = new TreeMap<>();
        Map<ProviderId, Set<Alarm>> alarms = shopper.alarms();
        shopper.providers().forEach((id, health) -> providers.put(id.value(), word(health, alarms.containsKey(id))));
        return new ServicesJson(
                lifecycle(),
                inventory(),
                String.valueOf(isReady()),
                databaseUp ? "ok" : "down",
                queueOnTime ? "ok" : "late",
                providers);
    }

    private String lifecycle() {
        if (!isReady()) {
            return "stopped";
        }
        return shopper.isObserving() ? "observing" : "running";
    }

    private String inventory() {
        if (!shopper.isInventoryKnown()) {
            return "unavailable";
        }
        return shopper.isInventoryDegraded() ? "degraded" : "ok";
    }

    /** A provider that answers well is degraded while anything there is under an alarm. */
    private static String word(ProviderHealth health, boolean alarmed) {
        return health == ProviderHealth.OK && alarmed
                ? "degraded"
                : health.name().toLowerCase(Locale.ROOT);
    }
}

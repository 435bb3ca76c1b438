package io.gpushopper.application;

import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SessionStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for storage that bills beside the instances. We make none; what lies on a machine that we rented is an alarm all the same, since
 * somebody may have made it from there and forgotten it. Nothing is ever deleted. Thread-safe.
 */
final class VolumeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeWatch.class);
    private static final String REASON = "on_rented_machine";

    /** What each provider told last. */
    private final Map<ProviderId, List<Volume>> known = new ConcurrentHashMap<>();

    private final Providers providers;
    private final SessionStore sessions;
    private final Alarms alarms;

    VolumeWatch(EngineParts parts, Providers providers, Alarms alarms) {
        this.providers = providers;
        this.sessions = parts.sessions();
        this.alarms = alarms;
    }

    /** One look at one provider: the volumes on machines that we rented. What is not told now was told before. */
    List<Volume> pass(ProviderId provider) {
        List<Volume> all;
        try {
            all = providers.require(provider).volumes();
        } catch (ProviderException silent) {
            LOG.info("the volumes at {} are not known: {}", provider, silent.getMessage());
            return known.getOrDefault(provider, List.of());
        }
        List<Volume> beside = onRentedMachines(provider, all);
        if (!beside.equals(known.put(provider, beside)) && !beside.isEmpty()) {
            LOG.warn("volumes on machines that we rented at {} bill until somebody deletes them: {}", provider, beside);
        }
        alarms.set(provider, Alarm.VOLUMES, beside.isEmpty() ? Map.of() : Map.of(REASON, beside.size()));
        return beside;
    }

    private List<Volume> onRentedMachines(ProviderId provider, List<Volume> all) {
        Set<String> machines =
                all.stream().map(Volume::machine).filter(Objects::nonNull).collect(Collectors.toSet());
        Set<String> ours = machines.isEmpty() ? Set.of() : sessions.rentedMachines(provider, machines);
        return all.stream()
                .filter(volume -> volume.machine() != null && ours.contains(volume.machine()))
                .toList();
    }
}

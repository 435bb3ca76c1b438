package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.Metrics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What stands under an alarm at each provider, as metrics and health tell it. In memory: each pass finds it anew. Thread-safe. */
final class Alarms {
    private final Map<ProviderId, Map<Alarm, Map<String, Integer>>> raised = new TreeMap<>();
    private final Metrics metrics;

    Alarms(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Says how much stands under that alarm now, by reason; nothing ends it. */
    synchronized void set(ProviderId provider, Alarm alarm, Map<String, Integer> counts) {
        Map<Alarm, Map<String, Integer>> known = raised.computeIfAbsent(provider, id -> new EnumMap<>(Alarm.class));
        Set<String> over = new HashSet<>(known.getOrDefault(alarm, Map.of()).keySet());
        over.removeAll(counts.keySet());
        over.forEach(reason -> metrics.alarmed(provider, alarm, reason, 0));
        counts.forEach((reason, count) -> metrics.alarmed(provider, alarm, reason, count));
        if (counts.isEmpty()) {
            known.remove(alarm);
        } else {
            known.put(alarm, Map.copyOf(counts));
        }
    }

    synchronized Map<ProviderId, Set<Alarm>> all() {
        Map<ProviderId, Set<Alarm>> all = new TreeMap<>();
        raised.forEach((provider, alarms) -> {
            if (!alarms.isEmpty()) {
                all.put(provider, EnumSet.copyOf(alarms.keySet()));
            }
        });
        return all;
    }

    synchronized boolean isRaised(ProviderId provider, Alarm alarm) {
        return raised.getOrDefault(provider, Map.of()).containsKey(alarm);
    }

    /** The reasons for that alarm; empty when it is not raised. */
    synchronized Set<String> reasons(ProviderId provider, Alarm alarm) {
        return Set.copyOf(raised.getOrDefault(provider, Map.of())
                .getOrDefault(alarm, Map.of())
                .keySet());
    }
}

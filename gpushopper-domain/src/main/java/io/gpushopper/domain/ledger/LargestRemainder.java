package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Rounds parts so that they add up to their total as it is shown: all are rounded down, and what is then missing is given, a
 * ten-thousandth each, to those that lost most. Pure.
 */
final class LargestRemainder {
    private static final int PLACES = 4;
    private static final BigDecimal STEP = BigDecimal.ONE.movePointLeft(PLACES);

    private LargestRemainder() {}

    static <K> Map<K, BigDecimal> shown(SortedMap<K, Accrued> parts) {
        Map<K, BigDecimal> rounded = new LinkedHashMap<>();
        parts.forEach((key, part) -> rounded.put(key, part.dollars(PLACES, RoundingMode.FLOOR)));
        BigDecimal total =
                parts.values().stream().reduce(Accrued.ZERO, Accrued::plus).shown();
        BigDecimal missing = total.subtract(rounded.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        // The sort is stable: of equal losses the first in the order of the keys is made good.
        List<K> losers = parts.keySet().stream()
                .sorted(Comparator.comparing((K key) -> lost(parts, rounded, key))
                        .reversed())
                .limit(missing.movePointRight(PLACES).longValueExact())
                .toList();
        losers.forEach(key -> rounded.merge(key, STEP, BigDecimal::add));
        return rounded;
    }

    private static <K> Accrued lost(Map<K, Accrued> parts, Map<K, BigDecimal> rounded, K key) {
        Accrued kept = Accrued.of(new Usd(rounded.getOrDefault(key, BigDecimal.ZERO)));
        return parts.getOrDefault(key, Accrued.ZERO).minus(kept);
    }
}

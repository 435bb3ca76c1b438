package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ledger as a store keeps it: lines keyed by instance, kind and start; an open one is closed once. */
final class Ledger {
    private record Key(InstanceId instance, ChargeKind kind, Instant from) {}

    private final Map<Key, LedgerInterval> lines = new LinkedHashMap<>();

    void write(List<LedgerInterval> intervals) {
        for (LedgerInterval line : intervals) {
            Key key = new Key(line.instance(), line.kind(), line.from());
            LedgerInterval before = lines.put(key, line);
            // Closed where it began and shown again, it runs from there once more.
            boolean wasEmpty = before != null && line.from().equals(before.to());
            if (before != null && !wasEmpty) {
                assertThat(before.to()).as("closed once: %s", before).isNull();
                if (line.to() == null) {
                    assertThat(line).as("an open line is only marked again").isEqualTo(before);
                }
                assertThat(line.rate()).isEqualTo(before.rate());
            }
            assertNoOverlap(line);
        }
    }

    private void assertNoOverlap(LedgerInterval line) {
        for (LedgerInterval other : lines.values()) {
            if (other != line && other.instance().equals(line.instance()) && other.kind() == line.kind()) {
                boolean apart = isOfNoLength(other)
                        || isOfNoLength(line)
                        || endsBy(other, line.from())
                        || endsBy(line, other.from());
                assertThat(apart).as("%s overlaps %s", line, other).isTrue();
            }
        }
    }

    /** What was opened when its listing arrived and was last seen when that was asked for costs nothing. */
    private static boolean isOfNoLength(LedgerInterval line) {
        return line.from().equals(line.to());
    }

    private static boolean endsBy(LedgerInterval line, Instant moment) {
        return line.to() != null && !line.to().isAfter(moment);
    }

    List<LedgerInterval> of(InstanceId instance, ChargeKind kind) {
        return lines.values().stream()
                .filter(line -> line.instance().equals(instance) && line.kind() == kind)
                .toList();
    }

    List<LedgerInterval> closed() {
        return lines.values().stream().filter(line -> line.to() != null).toList();
    }

    List<LedgerInterval> open() {
        return lines.values().stream().filter(line -> line.to() == null).toList();
    }
}

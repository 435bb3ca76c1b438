package io.gpushopper.domain.ledger;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.LedgerLine;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.Tag;

/**
 * A line of the books with what it is counted under, fixed when it was booked. Immutable.
 *
 * @param line what was charged
 * @param consumer who asked for the session
 * @param gpu the model that the instance was bought for
 * @param tag the purchase that brought the instance
 * @param reason why the line ended: what became of the instance, or that its price changed; empty while it runs, {@code disputed} while it runs and the breaker holds that its instance is missing. Of a correction,
 *     where its figure is from
 */
public record LedgerEntry(LedgerLine line, ConsumerId consumer, GpuModel gpu, Tag tag, String reason) {
    public LedgerEntry {
        requireNonNull(line, "line");
        requireNonNull(consumer, "consumer");
        requireNonNull(gpu, "gpu");
        requireNonNull(tag, "tag");
        requireNonNull(reason, "reason");
    }

    /**
     * A line as it is booked with the session as that is saved.
     *
     * @throws IllegalArgumentException when it is for an instance of another session
     */
    public static LedgerEntry booked(Session session, LedgerLine line) {
        Instance instance = session.find(line.instance())
                .orElseThrow(() -> new IllegalArgumentException("a line for an instance of another session"));
        return new LedgerEntry(
                line,
                session.terms().consumer(),
                session.find(instance.tag())
                        .map(LaunchAttempt::gpu)
                        .orElse(session.terms().gpus().model()),
                instance.tag(),
                EndReason.of(session, instance, line));
    }

    /** The same line with its end, under what it was under when it was opened. */
    public LedgerEntry closed(LedgerInterval ended, String why) {
        return new LedgerEntry(ended, consumer, gpu, tag, why);
    }

    /** Another line for the same instance, under what this one is under. */
    public LedgerEntry corrected(LedgerCorrection correction) {
        return new LedgerEntry(correction, consumer, gpu, tag, correction.reason());
    }

    /** Whether it runs: an interval without an end. */
    public boolean isOpen() {
        return line instanceof LedgerInterval interval && interval.to() == null;
    }

    /** Who billed it. */
    public ProviderId provider() {
        return line.instance().provider();
    }
}

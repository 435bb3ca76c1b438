package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ReconcileFinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one comparison of a provider's listing with the store found, and what became of it.
 *
 * @param provider whose listing it was
 * @param health how we stand with the provider since
 * @param trouble why there was no complete listing, and so nothing to compare, for people; null when there was one
 * @param findings the differences, in the order in which they were seen to
 * @param volumes storage on machines that we rented, which bills beside the instances and is left alone
 */
public record PassReport(
        ProviderId provider,
        ProviderHealth health,
        @Nullable String trouble,
        List<Carried> findings,
        List<Volume> volumes) {
    public PassReport {
        requireNonNull(provider, "provider");
        requireNonNull(health, "health");
        findings = List.copyOf(findings);
        volumes = List.copyOf(volumes);
    }

    PassReport(ProviderId provider, ProviderHealth health, @Nullable String trouble, List<Carried> findings) {
        this(provider, health, trouble, findings, List.of());
    }

    PassReport with(List<Volume> beside) {
        return new PassReport(provider, health, trouble, findings, beside);
    }

    /**
     * A difference, and what was done about it.
     *
     * @param endsAt when the instance is destroyed unless an operator says otherwise; null for whatever is not {@link Deed#WATCHED}
     */
    public record Carried(
            ReconcileFinding finding, Deed deed, @Nullable Instant endsAt) {
        public Carried {
            requireNonNull(finding, "finding");
            requireNonNull(deed, "deed");
            if ((deed == Deed.WATCHED) != (endsAt != null)) {
                throw new IllegalArgumentException("what is watched ends at a known time, and nothing else does");
            }
        }

        Carried(ReconcileFinding finding, Deed deed) {
            this(finding, deed, null);
        }
    }

    /** What was done about a difference. */
    public enum Deed {
        /** Nothing, for the pass was only planned. */
        PLANNED,
        /** Its session was told, and has decided. */
        TOLD,
        /** Nothing: it is an alarm, or old news. */
        LEFT_ALONE,
        /** It is a stranger that is destroyed at a known time. */
        WATCHED,
        /** It could not be told to its session; the next pass tries again. */
        FAILED
    }
}

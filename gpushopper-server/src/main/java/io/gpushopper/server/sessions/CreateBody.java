package io.gpushopper.server.sessions;

import io.gpushopper.application.NewSession;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.server.http.JsonBody;
import io.gpushopper.server.http.Problems;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of a create, and tells every rule that it breaks at once. Confined to one request. */
final class CreateBody {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String WORKLOADS =
            Arrays.stream(WorkloadType.values()).map(WorkloadType::word).collect(Collectors.joining(", "));

    private static final int COST_PLACES = 6;
    private static final BigDecimal MOST_COST = BigDecimal.valueOf(1_000_000);

    private final Problems problems = new Problems();
    private final CreateSessionRequest body;

    private CreateBody(InputStream json) {
        this.body = JsonBody.read(json, CreateSessionRequest.class, problems);
    }

    /**
     * What the consumer asks for.
     *
     * @throws io.gpushopper.server.http.RefusedException when it breaks a rule, or asks for what is not there yet
     * @throws NotFoundException when the offer's id is none
     */
    static NewSession read(InputStream json, @Nullable String idempotencyKey) {
        CreateBody read = new CreateBody(json);
        if (idempotencyKey != null && !IdempotencyKey.isValid(idempotencyKey)) {
            read.problems.addInvalid(IDEMPOTENCY_KEY, "must be 1 to 255 visible ASCII characters", idempotencyKey);
        }
        return read.session();
    }

    private NewSession session() {
        Optional<ConsumerId> consumer = consumer();
        String offer = required("offer_id", body.offerId());
        Optional<WorkloadType> workload = workload();
        new HourRule("reservation_hours").check(body.reservationHours(), problems);
        Integer idle = body.idleThresholdMinutes();
        if (idle != null && idle < 0) {
            problems.add("idle_threshold_minutes", "idle_threshold_minutes must be at least 0");
        }
        word("storage_policy", body.storagePolicy(), "destroy", "preserve");
        word("launch_mode", body.launchMode(), "ssh", "entrypoint");
        Usd maxTotalCost = maxTotalCost();
        LaterFields.refuse(body, problems);
        problems.refuseAny();
        return new NewSession(
                consumer.orElseThrow(),
                OfferId.parse(offer).orElseThrow(() -> new NotFoundException("offer", offer)),
                workload.orElseThrow(),
                Duration.ofHours(body.reservationHours() == null ? 0 : body.reservationHours()),
                idle == null ? 0 : idle,
                null,
                NewSession.BOOT_TIMEOUT,
                NewSession.SSH_TIMEOUT,
                null,
                new SessionOptions(
                        Labels.NONE, Setup.USUAL, new SpendLimits(null, maxTotalCost), RetryTerms.NEVER, null));
    }

    private @Nullable Usd maxTotalCost() {
        BigDecimal cost = body.maxTotalCost();
        if (cost == null || cost.signum() == 0) {
            return null;
        }
        boolean stored =
                cost.signum() > 0 && cost.stripTrailingZeros().scale() <= COST_PLACES && cost.compareTo(MOST_COST) < 0;
        if (!stored) {
            problems.add(
                    "max_total_cost",
                    "max_total_cost must be US dollars above 0 and below 1000000, with at most 6 places");
        }
        return new Usd(cost);
    }

    private Optional<ConsumerId> consumer() {
        String name = required("consumer_id", body.consumerId());
        if (name.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConsumerId(name));
        } catch (IllegalArgumentException rule) {
            problems.add("consumer_id", "consumer_id " + rule.getMessage());
            return Optional.empty();
        }
    }

    private Optional<WorkloadType> workload() {
        String word = required("workload_type", body.workloadType());
        Optional<WorkloadType> workload = WorkloadType.parse(word);
        if (!word.isBlank() && workload.isEmpty()) {
            problems.addInvalid("workload_type", "must be one of " + WORKLOADS, word);
        }
        return workload;
    }

    private String required(String field, @Nullable String value) {
        if ((value == null || value.isBlank()) && !problems.isNamed(field)) {
            problems.add(field, field + " is required");
        }
        return value == null ? "" : value;
    }

    /** The first word is what happens anyway; any other that is known asks for something that is not there yet. */
    private void word(String field, @Nullable String value, String usual, String later) {
        if (value == null || value.isEmpty() || value.equals(usual)) {
            return;
        }
        if (value.equals(later)) {
            problems.addUnsupported(field);
        } else {
            problems.addInvalid(field, "must be one of " + String.join(", ", List.of(usual, later)), value);
        }
    }
}

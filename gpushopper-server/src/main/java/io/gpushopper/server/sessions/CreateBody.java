package io.gpushopper.server.sessions;

import static java.util.Objects.requireNonNullElse;

import io.gpushopper.application.NewSession;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.server.http.JsonBody;
import io.gpushopper.server.http.Problems;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of a create, and tells every rule that it breaks at once. Confined to one request. */
final class CreateBody {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String PRESERVE = "preserve";
    private static final int DEFAULT_RETRIES = 3;
    private static final int DEFAULT_PRESERVE_HOURS = 72;
    private static final String WORKLOADS =
            Arrays.stream(WorkloadType.values()).map(WorkloadType::word).collect(Collectors.joining(", "));

    private final Problems problems = new Problems();
    private final FieldRules rules = new FieldRules(problems);
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
        Integer diskGb = rules.number("disk_gb", body.diskGb(), 10, NewSession.MOST_DISK_GB);
        Integer boot = rules.number("boot_timeout_minutes", body.bootTimeoutMinutes(), 1, 120);
        Integer ssh = rules.number("ssh_timeout_minutes", body.sshTimeoutMinutes(), 1, 30);
        String key = body.sshPublicKey();
        SshPublicKey ownKey = key == null || key.isBlank() ? null : PublicKeyField.read(key, problems);
        SetupFields fields = new SetupFields(body, problems);
        SetupSecrets secrets = fields.secrets();
        Setup setup = new LaunchFields(body, problems).setup(workload.orElse(null), fields.setup());
        SessionOptions options = options(setup);
        problems.refuseAny();
        return new NewSession(
                consumer.orElseThrow(),
                OfferId.parse(offer).orElseThrow(() -> new NotFoundException("offer", offer)),
                workload.orElseThrow(),
                Duration.ofHours(requireNonNullElse(body.reservationHours(), 0)),
                requireNonNullElse(idle, 0),
                diskGb,
                boot == null ? NewSession.BOOT_TIMEOUT : Duration.ofMinutes(boot),
                ssh == null ? usableWithin(setup) : Duration.ofMinutes(ssh),
                ownKey,
                options,
                secrets);
    }

    private static Duration usableWithin(Setup setup) {
        return setup.hasLogin() ? NewSession.SSH_TIMEOUT : NewSession.SERVICE_TIMEOUT;
    }

    private SessionOptions options(Setup setup) {
        Labels labels =
                new Labels(rules.line("name", body.name(), 128), rules.labels("tags", body.tags(), 32, 64, 256));
        BigDecimal maxPrice = rules.dollars("max_price_per_hour", body.maxPricePerHour());
        BigDecimal maxTotal = rules.dollars("max_total_cost", body.maxTotalCost());
        SpendLimits limits = new SpendLimits(
                maxPrice == null ? null : new UsdPerHour(maxPrice), maxTotal == null ? null : new Usd(maxTotal));
        return new SessionOptions(labels, setup, limits, retry(), keepFor());
    }

    private RetryTerms retry() {
        Integer most = rules.number("max_retries", body.maxRetries(), 0, 5);
        String scope = rules.word("retry_scope", body.retryScope(), "same_gpu", "same_vram", "any");
        boolean wanted = Boolean.TRUE.equals(body.autoRetry());
        if (!wanted && most != null && most > 0) {
            problems.add("max_retries", "max_retries needs auto_retry");
        }
        if (!wanted && scope != null) {
            problems.add("retry_scope", "retry_scope needs auto_retry");
        }
        RetryScope within = scope == null ? RetryScope.SAME_GPU : RetryScope.valueOf(scope.toUpperCase(Locale.ROOT));
        return wanted ? new RetryTerms(requireNonNullElse(most, DEFAULT_RETRIES), within) : RetryTerms.NEVER;
    }

    private @Nullable Duration keepFor() {
        String policy = rules.word("storage_policy", body.storagePolicy(), "destroy", PRESERVE);
        Integer hours = rules.number("preserve_hours", body.preserveHours(), 1, 720);
        if (PRESERVE.equals(policy)) {
            return Duration.ofHours(requireNonNullElse(hours, DEFAULT_PRESERVE_HOURS));
        }
        if (hours != null) {
            problems.add("preserve_hours", "preserve_hours needs storage_policy preserve");
        }
        return null;
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
}

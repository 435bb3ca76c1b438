package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.SetupSecrets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer asks for.
 *
 * @param consumer who asks and is charged
 * @param offer what to rent
 * @param workload what for
 * @param reservation for how long; whole hours from 1 to 12
 * @param idleThresholdMinutes after so many idle minutes it shall end; 0 for never
 * @param diskGb the disk, in GB; null for what the offer's price includes
 * @param bootTimeout how long after its purchase the instance may take to run and have an address
 * @param sshTimeout how long from then on it may take to be verified, or to serve
 * @param ownKey the consumer's own public key; null to have a pair made where one logs in
 * @param options what else it asks for
 * @param secrets what may be secret of it
 */
public record NewSession(
        ConsumerId consumer,
        OfferId offer,
        WorkloadType workload,
        Duration reservation,
        int idleThresholdMinutes,
        @Nullable Integer diskGb,
        Duration bootTimeout,
        Duration sshTimeout,
        @Nullable SshPublicKey ownKey,
        SessionOptions options,
        SetupSecrets secrets) {
    /** The HTTP API's default of {@code boot_timeout_minutes}. */
    public static final Duration BOOT_TIMEOUT = Duration.ofMinutes(15);
    /** The HTTP API's default of {@code ssh_timeout_minutes}. */
    public static final Duration SSH_TIMEOUT = Duration.ofMinutes(8);
    /** The same for what serves: its model has to be loaded first. */
    public static final Duration SERVICE_TIMEOUT = Duration.ofMinutes(30);

    /** The largest disk that a session may ask for, in GB. */
    public static final int MOST_DISK_GB = 2_048;

    public NewSession {
        requireNonNull(consumer, "consumer");
        requireNonNull(offer, "offer");
        requireNonNull(workload, "workload");
        requireNonNull(reservation, "reservation");
        requireNonNull(bootTimeout, "bootTimeout");
        requireNonNull(sshTimeout, "sshTimeout");
        requireNonNull(options, "options");
        requireNonNull(secrets, "secrets");
        if (!options.setup().hasLogin() && (idleThresholdMinutes > 0 || ownKey != null)) {
            throw new IllegalArgumentException("without a login no use is seen, and a key is of no use");
        }
    }

    /** The offer for that long, and nothing else asked for. */
    public static NewSession of(ConsumerId consumer, OfferId offer, WorkloadType workload, Duration reservation) {
        return new NewSession(
                consumer,
                offer,
                workload,
                reservation,
                0,
                null,
                BOOT_TIMEOUT,
                SSH_TIMEOUT,
                null,
                SessionOptions.NONE,
                SetupSecrets.NONE);
    }

    /** The same, to be ended after so many minutes without use. */
    public NewSession idlingAtMost(int minutes) {
        return new NewSession(
                consumer,
                offer,
                workload,
                reservation,
                minutes,
                diskGb,
                bootTimeout,
                sshTimeout,
                ownKey,
                options,
                secrets);
    }

    /** The same with these options. */
    public NewSession with(SessionOptions chosen) {
        return new NewSession(
                consumer,
                offer,
                workload,
                reservation,
                idleThresholdMinutes,
                diskGb,
                bootTimeout,
                sshTimeout,
                ownKey,
                chosen,
                secrets);
    }
}

package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.LedgerLine;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The books of one session, as a test writes them. */
final class Books {
    static final Instant T0 = Instant.parse("2026-11-24T09:00:00Z");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("prod");
    private static final List<String> MODELS = List.of("RTX 4090", "A100 SXM4", "H100 NVL");

    private final SessionId session;
    private final ConsumerId consumer;
    private final GpuModel gpu;
    private final ProviderId provider;
    private final List<LedgerEntry> entries = new ArrayList<>();

    private Books(SessionId session, ConsumerId consumer, GpuModel gpu, ProviderId provider) {
        this.session = session;
        this.consumer = consumer;
        this.gpu = gpu;
        this.provider = provider;
    }

    static Books empty() {
        return new Books(
                new SessionId("sess-abcdefghijklmnop"),
                new ConsumerId("alice"),
                new GpuModel("RTX 4090"),
                new ProviderId("vastai"));
    }

    /** A life that some provider may have billed: two kinds, changing prices, pauses, twins, corrections; some of it runs on. */
    static Books random(RandomGenerator random) {
        Books books = new Books(
                SessionId.random(random),
                new ConsumerId("consumer-" + random.nextInt(4)),
                new GpuModel(MODELS.get(random.nextInt(3))),
                new ProviderId(random.nextBoolean() ? "vastai" : "tensordock"));
        int instances = 1 + random.nextInt(3);
        for (int instance = 1; instance <= instances; instance++) {
            for (ChargeKind kind : ChargeKind.values()) {
                books.live(random, instance, kind);
            }
        }
        return books;
    }

    private void live(RandomGenerator random, int instance, ChargeKind kind) {
        Instant at = T0.plusNanos(random.nextLong(40L * 86_400_000_000_000L));
        for (int i = random.nextInt(6); i >= 0; i--) {
            Instant to = at.plusNanos(random.nextLong(random.nextInt(4) == 0 ? 900_000_000L : 200_000_000_000_000L));
            line(instance, kind, at, i == 0 && random.nextInt(4) == 0 ? null : to, price(random));
            if (random.nextInt(5) == 0) {
                correct(instance, kind, at, (random.nextBoolean() ? "-" : "") + "0.0" + random.nextInt(1_000_000));
            }
            at = random.nextInt(3) == 0 ? to.plusSeconds(random.nextInt(100_000)) : to;
        }
    }

    private static String price(RandomGenerator random) {
        return random.nextInt(30) + "." + String.format("%06d", random.nextInt(1_000_000));
    }

    Books line(int instance, ChargeKind kind, Instant from, @Nullable Instant to, String price) {
        return add(instance, new LedgerInterval(session, id(instance), kind, from, to, UsdPerHour.of(price), true));
    }

    Books correct(int instance, ChargeKind kind, Instant at, String difference) {
        return add(
                instance,
                new LedgerCorrection(
                        session,
                        id(instance),
                        kind,
                        at,
                        Accrued.of(new Usd(new BigDecimal(difference))),
                        "the bill",
                        at));
    }

    List<LedgerEntry> entries() {
        return List.copyOf(entries);
    }

    private Books add(int instance, LedgerLine line) {
        entries.add(new LedgerEntry(line, consumer, gpu, new Tag(DEPLOYMENT, session, instance, T0), ""));
        return this;
    }

    private InstanceId id(int number) {
        return new InstanceId(provider, session.value() + "-" + number);
    }
}

package io.gpushopper.simulation;

import io.gpushopper.application.CreatedSession;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.SshPrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A create with an idempotency key, which is asked for again and again, of whatever process: it has one session, with the same private key each
 * time (S14). Only a purchase that brought nothing frees its key. Confined to one thread.
 */
final class RepeatedCreate {
    private final NewSession wanted;
    private final IdempotentRequest request;
    private final World world;
    private @Nullable CreatedSession told;

    RepeatedCreate(NewSession wanted, int number, World world) {
        String name = "key-" + number;
        SessionOptions options = wanted.options();
        this.wanted = wanted.with(new SessionOptions(
                new Labels(name, Map.of()), options.setup(), options.limits(), options.retry(), options.keepFor()));
        this.request =
                new IdempotentRequest(new IdempotencyKey(wanted.consumer().value(), name), name);
        this.world = world;
    }

    /** Asks that process, which may refuse. */
    void ask(GpuShopper library) throws InterruptedException {
        CreatedSession answer = library.createSession(wanted, request);
        CreatedSession before = told;
        told = answer;
        if (!answer.isReplay()) {
            world.invariants.created(answer.session().id());
        }
        if (before != null && brought(before.session())) {
            boolean same =
                    before.session().id().equals(answer.session().id()) && Objects.equals(pem(before), pem(answer));
            if (!same) {
                throw new AssertionError("S14: " + request.key() + " gave "
                        + before.session().id() + ", and then "
                        + answer.session().id());
            }
        }
        check();
    }

    /** At any moment: at most one of its sessions may have brought anything. */
    void check() {
        List<Session> sessions = world.store.everything().stream()
                .filter(session -> Objects.equals(
                        request.key().value(),
                        session.terms().options().labels().name()))
                .filter(this::brought)
                .toList();
        if (sessions.size() > 1) {
            throw new AssertionError("S14: " + request.key() + " bought more than once: " + sessions);
        }
    }

    private boolean brought(Session session) {
        Session known = world.store.find(session.id()).orElseThrow();
        return known.isActive()
                || known.attempts().stream()
                        .anyMatch(attempt -> attempt.settlement() == LaunchAttempt.Settlement.LAUNCHED);
    }

    private static @Nullable String pem(CreatedSession created) {
        SshPrivateKey key = created.privateKey();
        return key == null ? null : key.reveal();
    }
}

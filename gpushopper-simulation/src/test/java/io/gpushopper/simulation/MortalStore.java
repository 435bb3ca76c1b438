package io.gpushopper.simulation;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshPrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The store as one process sees it while it lives. */
final class MortalStore implements SessionStore {
    private final SessionStore store;
    private final Life life;

    MortalStore(SessionStore store, Life life) {
        this.store = store;
        this.life = life;
    }

    @Override
    public void create(SessionCreation creation) {
        boolean done = life.step(() -> {
            store.create(creation);
            return true;
        });
        if (!done) {
            throw new IllegalStateException("a create is done or throws");
        }
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return life.step(() -> store.find(id));
    }

    @Override
    public Optional<Session> take(SessionId id) {
        return life.step(() -> store.take(id));
    }

    @Override
    public Optional<Session> save(Decision decision, Durability durability) {
        return life.step(() -> store.save(decision, durability));
    }

    @Override
    public Optional<Session> amend(SessionId id, Function<Session, Decision> change, Durability durability) {
        return life.step(() -> store.amend(id, change, durability));
    }

    @Override
    public Optional<SshPrivateKey> engineKey(SessionId id) {
        return life.step(() -> store.engineKey(id));
    }

    @Override
    public List<Session> list(SessionQuery query) {
        return life.step(() -> store.list(query));
    }

    @Override
    public List<Session> unfinished() {
        return life.step(store::unfinished);
    }

    @Override
    public List<SessionEvent> events(SessionId id) {
        return life.step(() -> store.events(id));
    }
}

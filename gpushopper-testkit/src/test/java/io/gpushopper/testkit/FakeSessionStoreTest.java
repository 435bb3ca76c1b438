package io.gpushopper.testkit;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FakeSessionStoreTest extends SessionStoreContract {
    private final FakeSessionStore store = new FakeSessionStore();

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected CostLedger ledger() {
        return store;
    }

    @Test
    void keepsACreatedSessionThroughAPowerCut() {
        Session session = aSession().build();
        store.create(SessionCreation.of(session, ENGINE_KEY));

        store.powerCut();

        assertThat(store.find(session.id())).contains(session);
    }

    @Test
    void forgetsAtAPowerCutWhatWasOnlyCommitted() {
        Session session = aSession().running().build();
        store.create(SessionCreation.of(session, ENGINE_KEY));
        extend(session, Durability.COMMITTED);

        store.powerCut();

        assertThat(store.find(session.id())).contains(session);
    }

    @Test
    void bringsEarlierCommitsToTheDiskWithASyncedOne() {
        Session first = aSession(1).running().build();
        Session second = aSession(2).running().build();
        store.create(SessionCreation.of(first, ENGINE_KEY));
        store.create(SessionCreation.of(second, ENGINE_KEY));
        extend(first, Durability.COMMITTED);
        extend(second, Durability.SYNCED);
        Session extended = store.find(first.id()).orElseThrow();

        store.powerCut();

        assertThat(store.find(first.id())).contains(extended);
        assertThat(store.synced(first.id())).contains(extended);
    }

    @Test
    void namesTheDueSessionsWithEndsFirst() {
        Session late = aSession(1).nextActAt(SettableClock.START.plusSeconds(2)).build();
        Session early =
                aSession(2).nextActAt(SettableClock.START.plusSeconds(1)).build();
        Session ends = aSession(3)
                .ending(StopReason.DONE)
                .nextActAt(SettableClock.START.plusSeconds(2))
                .build();
        Session notYet =
                aSession(4).nextActAt(SettableClock.START.plusSeconds(3)).build();
        List.of(late, early, ends, notYet).forEach(session -> store.create(SessionCreation.of(session, ENGINE_KEY)));

        assertThat(store.dueSessions(SettableClock.START.plusSeconds(2)))
                .containsExactly(ends.id(), early.id(), late.id());
        assertThat(store.nextDueAt()).contains(SettableClock.START.plusSeconds(1));
    }

    private void extend(Session session, Durability durability) {
        store.amend(session.id(), known -> Decision.of(known.extendedBy(Duration.ofHours(1))), durability);
    }
}

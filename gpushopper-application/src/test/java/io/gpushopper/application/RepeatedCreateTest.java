package io.gpushopper.application;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A create whose answer may have been lost, and is asked for again. */
final class RepeatedCreateTest {
    private static final Duration CREATE_WAIT = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final IdempotentRequest ONCE = request("once", "wanted");

    private final World world = new World(CREATE_WAIT);

    @Test
    void givesTheSameSessionAndKeyAndBuysNothingMore() throws Exception {
        CreatedSession first = answered(ONCE);

        CreatedSession again = repeated(ONCE);

        assertThat(again.session().id()).isEqualTo(first.session().id());
        assertThat(key(again)).isEqualTo(key(first));
        assertThat(first.isReplay()).isFalse();
        assertThat(again.isReplay()).isTrue();
        assertThat(world.market.rentals()).hasSize(1);
    }

    @Test
    void givesTheSameKeyAfterTheProcessDiedBeforeItAnswered() throws Exception {
        CompletableFuture<CreatedSession> lost = begun(ONCE);
        world.restart();
        assertThat(lost).isNotDone();
        SessionId id = onlySession();
        world.until(id, SessionStatus.RUNNING, SOON);

        CreatedSession answer = repeated(ONCE);

        assertThat(answer.session().id()).isEqualTo(id);
        assertThat(key(answer)).startsWith("-----BEGIN");
        assertThat(key(repeated(ONCE))).isEqualTo(key(answer));
        assertThat(world.market.rentals()).hasSize(1);
    }

    @Test
    void goesOnToGiveThemWhenTheSessionIsOver() throws Exception {
        CreatedSession first = answered(ONCE);
        world.shopper().finishSession(first.session().id());
        world.until(first.session().id(), SessionStatus.STOPPED, SOON);

        CreatedSession again = repeated(ONCE);

        assertThat(again.session().status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(key(again)).isEqualTo(key(first));
        assertThat(world.market.rentals()).hasSize(1);
    }

    @Test
    void isRefusedWhenTheKeyWasUsedForAnythingElse() throws Exception {
        answered(ONCE);

        assertRefused(IdempotencyException.Reason.REUSED, () -> repeated(request("once", "something else")));
    }

    @Test
    void isToldToWaitWhileTheFirstIsUnderWay() throws Exception {
        CompletableFuture<CreatedSession> first = begun(ONCE);

        assertRefused(IdempotencyException.Reason.IN_PROGRESS, () -> repeated(ONCE));

        world.pass(SOON);
        assertThat(repeated(ONCE).session().id())
                .isEqualTo(first.get().session().id());
    }

    @Test
    void twoCallersMayUseTheSameKey() throws Exception {
        CreatedSession first = answered(ONCE);
        IdempotentRequest others = new IdempotentRequest(new IdempotencyKey("bob", "once"), "wanted");

        CompletableFuture<CreatedSession> second =
                world.shopper().createSessionAsync(wanted("bob", "2"), others).toCompletableFuture();
        world.pass(SOON);

        assertThat(second.get().session().id()).isNotEqualTo(first.session().id());
        assertThat(world.market.rentals()).hasSize(2);
    }

    @Test
    void buysAfterARefusalForThatFreesTheKey() throws Exception {
        world.market.fail(MarketOperation.CREATE, MarketFault.RATE_LIMIT, 1);
        CompletableFuture<CreatedSession> refused = begun(ONCE);
        world.pass(SOON);
        assertThatThrownBy(refused::get).hasCauseInstanceOf(SessionFailedException.class);

        CreatedSession bought = answered(ONCE);

        assertThat(bought.isReplay()).isFalse();
        assertThat(world.market.rentals()).hasSize(1);
    }

    @Test
    void learnsOfARefusalThatTheProcessDidNotLiveToTellAndBuysNothingForIt() throws Exception {
        world.market.fail(MarketOperation.CREATE, MarketFault.RATE_LIMIT, 1);
        begun(ONCE);
        world.restart();
        world.pass(SOON);

        assertThatThrownBy(() -> repeated(ONCE))
                .isInstanceOfSatisfying(
                        SessionFailedException.class,
                        refusal -> assertThat(refusal.failure().type()).isNotEqualTo(FailureType.INTERNAL));
        assertThat(world.market.rentals()).isEmpty();
        assertThat(answered(ONCE).isReplay()).isFalse();
    }

    @Test
    void isForgottenAfterADay() throws Exception {
        CreatedSession first = answered(ONCE);
        world.market.stock("1");
        world.pass(Replays.KEPT.plus(Duration.ofHours(2)));

        assertThat(world.store.findReply(ONCE.key())).isEmpty();
        assertThat(answered(ONCE).session().id()).isNotEqualTo(first.session().id());
    }

    @Test
    void withoutAKeyASessionThatNobodyCanHaveHeardOfIsEnded() throws Exception {
        begun(null);
        world.restart();
        SessionId id = onlySession();

        world.pass(Duration.ofMinutes(5));

        Session ended = world.session(id);
        assertThat(ended.status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(ended.endCause().orElseThrow().reason()).isEqualTo(StopReason.UNDELIVERED);
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void withoutAKeyASessionWhoseAnswerWasLostIsEnded() throws Exception {
        CreatedSession created = answered(null);

        world.shopper().endUndelivered(created.session().id());
        world.until(created.session().id(), SessionStatus.STOPPED, SOON);

        assertThat(world.session(created.session().id())
                        .endCause()
                        .orElseThrow()
                        .reason())
                .isEqualTo(StopReason.UNDELIVERED);
    }

    @Test
    void withoutAKeyASessionWhoseCreateBrokeOffIsEndedAtOnce() throws Exception {
        CompletableFuture<CreatedSession> broken = begun(null);
        SessionId id = onlySession();

        world.shopper().releaseWaiting();
        assertThat(broken).isCompletedExceptionally();
        world.until(id, SessionStatus.STOPPED, Duration.ofMinutes(3));

        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.UNDELIVERED);
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void withAKeyASessionWhoseAnswerWasLostLivesOn() throws Exception {
        CreatedSession created = answered(ONCE);

        world.shopper().endUndelivered(created.session().id());
        world.pass(Duration.ofMinutes(5));

        assertThat(world.session(created.session().id()).status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void anAnsweredSessionLivesOnThoughItsProcessDies() throws Exception {
        CreatedSession created = answered(null);
        world.restart();

        world.pass(Duration.ofMinutes(10));

        assertThat(world.session(created.session().id()).status()).isEqualTo(SessionStatus.RUNNING);
    }

    private static IdempotentRequest request(String key, String content) {
        return new IdempotentRequest(new IdempotencyKey("everybody", key), content);
    }

    private static NewSession wanted(String consumer, String offer) {
        return NewSession.of(
                new ConsumerId(consumer), new OfferId(World.MARKET, offer), WorkloadType.LLM, Duration.ofHours(2));
    }

    private CompletableFuture<CreatedSession> begun(@Nullable IdempotentRequest request) throws InterruptedException {
        return world.shopper().createSessionAsync(wanted("alice", "1"), request).toCompletableFuture();
    }

    private CreatedSession answered(@Nullable IdempotentRequest request)
            throws InterruptedException, ExecutionException {
        CompletableFuture<CreatedSession> answer = begun(request);
        world.pass(SOON);
        return answer.get();
    }

    /** Answered at once, without any time passing. */
    private CreatedSession repeated(IdempotentRequest request) throws InterruptedException {
        CompletableFuture<CreatedSession> answer = begun(request);
        assertThat(answer).isCompleted();
        return answer.join();
    }

    private SessionId onlySession() {
        return world.store.unfinished().get(0).id();
    }

    private static String key(CreatedSession created) {
        return requireNonNull(created.privateKey()).reveal();
    }

    private static void assertRefused(IdempotencyException.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IdempotencyException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}

package io.gpushopper.sdk;

import io.gpushopper.sdk.errors.AwaitTimeoutException;
import io.gpushopper.sdk.errors.SessionEndedException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.DiagnosticsJson;
import io.gpushopper.sdk.wire.ExtendRequest;
import io.gpushopper.sdk.wire.ExtendedJson;
import io.gpushopper.sdk.wire.HeartbeatRequest;
import io.gpushopper.sdk.wire.MessageJson;
import io.gpushopper.sdk.wire.SessionCreatedJson;
import io.gpushopper.sdk.wire.SessionEventJson;
import io.gpushopper.sdk.wire.SessionEventsJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionListJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.SshKeyRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rents, watches and ends sessions. Thread-safe. All methods throw the exceptions of {@code io.gpushopper.sdk.errors};
 * those that name a session throw {@link io.gpushopper.sdk.errors.NotFoundException} if there is none.
 */
public final class SessionsClient {
    private static final String PATH = "/api/v1/sessions";

    private final ApiCalls calls;
    private final SessionWait waiting;

    SessionsClient(ApiCalls calls, SessionWait waiting) {
        this.calls = calls;
        this.waiting = waiting;
    }

    /**
     * Rents an offer. Sent once: if no answer comes, a session may exist all the same, and its key is lost. With an
     * idempotency key neither can happen.
     *
     * @throws io.gpushopper.sdk.errors.StaleInventoryException if the offer is gone; take another
     * @throws io.gpushopper.sdk.errors.InvalidRequestException if the request breaks rules; it names them all
     * @throws io.gpushopper.sdk.errors.ConflictException if the consumer has a session on the offer, or the price rose
     */
    public CreatedSession create(CreateSessionRequest request) {
        return created(calls.post(PATH, request));
    }

    /**
     * Rents an offer once, however often it is asked for with the same key and request within 24 hours: a repeat gives
     * the same session and private key. Tried again by itself when the connection breaks.
     *
     * @param idempotencyKey 1-255 visible ASCII characters, made by the caller for this one purchase
     */
    public CreatedSession create(CreateSessionRequest request, String idempotencyKey) {
        String key = Ids.header(idempotencyKey, "idempotencyKey", 255);
        return created(calls.withHeader(RetryingTransport.IDEMPOTENCY_KEY, key).post(PATH, request));
    }

    /** One session as it is now. */
    public SessionJson get(String sessionId) {
        return calls.read(calls.requireSuccess(calls.get(path(sessionId), Query.NONE)), SessionJson.class);
    }

    /**
     * All sessions that match, newest first, page after page as they are gone through; each once, however many are created meanwhile.
     *
     * @param query its limit is the size of a page
     */
    public Iterable<SessionJson> listAll(SessionQuery query) {
        return () -> new SessionPages(calls, PATH, query.query());
    }

    /** The sessions that match, newest first. */
    public SessionListJson list(SessionQuery query) {
        return calls.read(calls.requireSuccess(calls.get(PATH, query.query())), SessionListJson.class);
    }

    /**
     * Waits until one can log in, told by the server as soon as that is so. Bears a server that is away for a while.
     *
     * @return the running session, with the address to log in at
     * @throws SessionEndedException if the session fails or is ended instead
     * @throws AwaitTimeoutException if the time is up first; the session goes on
     */
    public SessionJson awaitRunning(String sessionId, Duration timeout) {
        SessionJson session = waiting.until(
                path(sessionId),
                sessionId,
                timeout,
                List.of(SessionStatus.RUNNING, SessionStatus.STOPPING),
                seen -> seen.status().equals(SessionStatus.RUNNING)
                        || seen.status().isEnding());
        if (session.status().isEnding()) {
            throw new SessionEndedException(session);
        }
        return session;
    }

    /**
     * Waits until it is proved that no instance of the session is left, or that it is stopped and its storage kept. Asks for no end itself.
     *
     * @return the session, {@code stopped} or {@code failed}
     * @throws AwaitTimeoutException if the time is up first; the end goes on
     */
    public SessionJson awaitStopped(String sessionId, Duration timeout) {
        return waiting.until(
                path(sessionId),
                sessionId,
                timeout,
                List.of(SessionStatus.STOPPED, SessionStatus.FAILED),
                seen -> seen.status().isFinal());
    }

    /**
     * Waits until the session has reached a status, or is over.
     *
     * @param wanted any of these will do; one that the session has left behind counts as reached
     * @return the session as it is then
     * @throws AwaitTimeoutException if the time is up first; the session goes on
     */
    public SessionJson awaitStatus(String sessionId, Duration timeout, SessionStatus... wanted) {
        List<SessionStatus> statuses = List.of(wanted);
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException("wanted names no status");
        }
        return waiting.until(
                path(sessionId),
                sessionId,
                timeout,
                statuses,
                seen -> seen.status().isFinal() || statuses.stream().anyMatch(status -> hasReached(seen, status)));
    }

    /** What happened to the session up to now, oldest first. */
    public List<SessionEventJson> events(String sessionId) {
        List<SessionEventJson> events = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            Query query = after == 0 ? Query.NONE : Query.NONE.with("after", after);
            HttpAnswer answer = calls.get(path(sessionId) + "/events", query);
            SessionEventsJson page = calls.read(calls.requireSuccess(answer), SessionEventsJson.class);
            events.addAll(page.events());
            after = page.nextAfter();
        }
        return events;
    }

    /** What happens to the session from its beginning, as it happens, until it is over. To be closed. */
    public SessionEvents streamEvents(String sessionId) {
        return streamEvents(sessionId, 0);
    }

    /**
     * What happens to the session after an event, as it happens, until it is over. To be closed.
     *
     * @param after the {@link SessionEventJson#id} of the last event that was seen; 0 for none
     */
    public SessionEvents streamEvents(String sessionId, long after) {
        return waiting.events(path(sessionId) + "/events", after);
    }

    private static boolean hasReached(SessionJson seen, SessionStatus wanted) {
        SessionStatus status = seen.status();
        if (wanted.equals(SessionStatus.PENDING) || status.equals(wanted)) {
            return true;
        }
        if (wanted.equals(SessionStatus.RUNNING)) {
            return seen.runningAt() != null;
        }
        return wanted.equals(SessionStatus.PROVISIONING) && !status.equals(SessionStatus.PENDING);
    }

    /**
     * Says that the work is done, so that the session may end.
     *
     * @throws io.gpushopper.sdk.errors.ConflictException if it is ending or over already
     */
    public MessageJson done(String sessionId) {
        return calls.read(calls.requireSuccess(calls.post(path(sessionId) + "/done", null)), MessageJson.class);
    }

    /**
     * Moves the end of the session.
     *
     * @param additionalHours 1-12
     * @throws io.gpushopper.sdk.errors.ConflictException if the session is ending or over
     */
    public ExtendedJson extend(String sessionId, int additionalHours) {
        HttpAnswer answer = calls.post(path(sessionId) + "/extend", new ExtendRequest(additionalHours));
        return calls.read(calls.requireSuccess(answer), ExtendedJson.class);
    }

    /**
     * Lets one more key log in, such as when the first was lost. It holds for the whole session, whatever instance it has. Adding a key
     * twice does no harm.
     *
     * @param sshPublicKey one line, as a file {@code id_*.pub} holds it
     * @throws io.gpushopper.sdk.errors.ConflictException if the session is ending or over
     */
    public SshKeyOutcome addSshKey(String sessionId, String sshPublicKey) {
        HttpAnswer answer =
                calls.requireSuccess(calls.post(path(sessionId) + "/ssh-keys", new SshKeyRequest(sshPublicKey)));
        return answer.status() == 202 ? SshKeyOutcome.RECORDED : SshKeyOutcome.IN_PLACE;
    }

    /**
     * Says from the instance that it is in use; for an agent there, which needs no other token than its session's.
     *
     * @throws io.gpushopper.sdk.errors.UnauthorizedException if the token is not the session's
     * @throws io.gpushopper.sdk.errors.ConflictException if the session is over
     */
    public MessageJson heartbeat(String sessionId, HeartbeatRequest heartbeat) {
        return calls.read(
                calls.requireSuccess(calls.post(path(sessionId) + "/heartbeat", heartbeat)), MessageJson.class);
    }

    /** Ends the session at once. May be called again and again, and for a session that is over. */
    public DeleteOutcome delete(String sessionId) {
        HttpAnswer answer = calls.requireSuccess(calls.delete(path(sessionId)));
        return answer.status() == 202 ? DeleteOutcome.IN_PROGRESS : DeleteOutcome.DESTROYED;
    }

    /**
     * How a running session is, looked at just now.
     *
     * @throws io.gpushopper.sdk.errors.InvalidRequestException if it is not running
     */
    public DiagnosticsJson diagnostics(String sessionId) {
        HttpAnswer answer = calls.get(path(sessionId) + "/diagnostics", Query.NONE);
        return calls.read(calls.requireSuccess(answer), DiagnosticsJson.class);
    }

    private CreatedSession created(HttpAnswer answer) {
        SessionCreatedJson created = calls.read(calls.requireSuccess(answer), SessionCreatedJson.class);
        return new CreatedSession(
                created.session(),
                created.sshPrivateKey() == null
                        ? null
                        : SshPrivateKey.of(created.sshPrivateKey().reveal()),
                answer.header("Idempotent-Replayed").filter("true"::equals).isPresent());
    }

    private static String path(String sessionId) {
        return PATH + "/" + Ids.segment(sessionId, "sessionId");
    }
}

package io.gpushopper.server.sessions;

import io.gpushopper.application.CreatedSession;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.sdk.wire.ExtendedJson;
import io.gpushopper.sdk.wire.MessageJson;
import io.gpushopper.sdk.wire.SecretText;
import io.gpushopper.sdk.wire.SessionCreatedJson;
import io.gpushopper.sdk.wire.SessionEventsJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionListJson;
import io.gpushopper.server.access.Caller;
import io.gpushopper.server.http.JsonBody;
import io.gpushopper.server.http.LostAnswers;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import io.gpushopper.server.http.Waiting;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/sessions}. Thread-safe. */
@Path(SessionsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
public final class SessionsResource {
    /** Where sessions are made and listed. */
    public static final String PATH = "/api/v1/sessions";

    private static final Logger LOG = LoggerFactory.getLogger(SessionsResource.class);

    private final GpuShopper shopper;
    private final Waiting waiting;
    private final EventStreams streams;
    private final SharedViews shared;

    public SessionsResource(GpuShopper shopper, Waiting waiting, EventStreams streams, InstantSource clock) {
        this.shopper = shopper;
        this.shared = new SharedViews(this::shown, clock);
        this.waiting = waiting;
        this.streams = streams;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public void create(
            InputStream body,
            @HeaderParam(CreateBody.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Context SecurityContext security,
            @Context HttpServletRequest exchange,
            @Suspended AsyncResponse answer) {
        byte[] json = JsonBody.bytes(body);
        NewSession wanted = CreateBody.read(new ByteArrayInputStream(json), idempotencyKey);
        Caller caller = Caller.of(security);
        caller.requireMayActFor(wanted.consumer());
        IdempotentRequest request = idempotencyKey == null
                ? null
                : new IdempotentRequest(new IdempotencyKey(caller.getName(), idempotencyKey), BodyDigest.of(json));
        AtomicReference<SessionId> begun = new AtomicReference<>();
        LostAnswers.onLost(exchange, () -> endUndelivered(begun.get()));
        waiting.begin(
                answer,
                () -> shopper.createSessionAsync(wanted, request).thenApply(created -> {
                    begun.set(created.session().id());
                    return created(created);
                }));
    }

    private void endUndelivered(@Nullable SessionId session) {
        if (session != null) {
            LOG.warn("session {}: its create could not be answered", session);
            shopper.endUndelivered(session);
        }
    }

    @GET
    public SessionListJson list(@Context UriInfo uri, @Context SecurityContext security) {
        Problems problems = new Problems();
        SessionQuery query = SessionParameters.query(
                QueryParameters.of(uri, problems), problems, shopper.providers().keySet(), Caller.of(security));
        // One more than is shown tells whether another page follows.
        int more = query.limit() == Integer.MAX_VALUE ? query.limit() : query.limit() + 1;
        List<Session> found = shopper.sessions(new SessionQuery(query.filter(), query.after(), query.offset(), more));
        List<Session> shown = found.stream().limit(query.limit()).toList();
        String next = found.size() > shown.size() ? PageToken.after(shown.get(shown.size() - 1)) : null;
        return new SessionListJson(shown(shown), shown.size(), shopper.countSessions(query.filter()), next);
    }

    @GET
    @Path("{id}")
    public void get(@PathParam("id") String id, @Context UriInfo uri, @Suspended AsyncResponse answer) {
        Problems problems = new Problems();
        StatusWait wait = StatusWait.read(QueryParameters.of(uri, problems), problems);
        SessionId session = parsed(id);
        if (wait == null) {
            answer.resume(shown(shopper.requireSession(session)));
        } else {
            waiting.follow(
                    answer,
                    shopper.awaitSessionAsync(session, wait::isOver, wait.atMost())
                            .thenApply(shared::of));
        }
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.APPLICATION_JSON)
    public SessionEventsJson events(@PathParam("id") String id, @Context UriInfo uri) {
        SessionId session = parsed(id);
        long after = EventParameters.after(null, uri);
        return EventView.trail(session, shopper.events(session, after, EventView.MOST + 1));
    }

    @GET
    @Path("{id}/events")
    @Produces(EventStreams.TYPE + ";qs=0.5")
    public void stream(
            @PathParam("id") String id,
            @HeaderParam(EventParameters.LAST_EVENT_ID) @Nullable String lastEventId,
            @Context UriInfo uri,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse answer) {
        SessionId session = parsed(id);
        streams.begin(session, EventParameters.after(lastEventId, uri), request.getAsyncContext(), answer);
    }

    @POST
    @Path("{id}/done")
    public Response done(@PathParam("id") String id) {
        Session ending = shopper.finishSession(parsed(id));
        MessageJson message =
                new MessageJson("session shutdown initiated", ending.id().value(), null);
        // Else it is only known that the end was taken down.
        return (shopper.endsNow() && !ending.isActive() ? Response.ok(message) : Response.accepted(message)).build();
    }

    @POST
    @Path("{id}/extend")
    @Consumes(MediaType.APPLICATION_JSON)
    public ExtendedJson extend(@PathParam("id") String id, InputStream body) {
        SessionId session = parsed(id);
        Duration more = ExtendBody.read(body);
        Session extended = shopper.extendSession(session, more);
        return new ExtendedJson(
                "session extended", extended.id().value(), extended.terms().expiresAt());
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id, @Suspended AsyncResponse answer) {
        SessionId session = parsed(id);
        waiting.follow(answer, shopper.deleteSessionAsync(session).thenApply(SessionsResource::deleted));
    }

    @POST
    @Path("{id}/ssh-keys")
    @Consumes(MediaType.APPLICATION_JSON)
    public void addKey(@PathParam("id") String id, InputStream body, @Suspended AsyncResponse answer) {
        SessionId session = parsed(id);
        SshPublicKey key = AgentBodies.key(body);
        waiting.follow(answer, shopper.addKey(session, key).thenApply(SessionsResource::keyed));
    }

    @POST
    @Path("{id}/heartbeat")
    @Consumes(MediaType.APPLICATION_JSON)
    public MessageJson heartbeat(@PathParam("id") String id, InputStream body) {
        SessionId session = parsed(id);
        shopper.heartbeat(session, AgentBodies.heartbeat(body));
        return new MessageJson("heartbeat received", session.value(), null);
    }

    @GET
    @Path("{id}/diagnostics")
    public void diagnostics(@PathParam("id") String id, @Suspended AsyncResponse answer) {
        SessionId session = parsed(id);
        waiting.work(answer, () -> DiagnosisView.diagnosis(shopper.diagnoseSession(session)));
    }

    private SessionJson shown(Session session) {
        return shown(List.of(session)).get(0);
    }

    private List<SessionJson> shown(List<Session> sessions) {
        Map<SessionId, Accrued> accrued =
                shopper.accrued(sessions.stream().map(Session::id).toList());
        return sessions.stream()
                .map(session -> SessionView.session(session, accrued.getOrDefault(session.id(), Accrued.ZERO)))
                .toList();
    }

    /** The books are not asked: whoever bought is to have his key, whatever becomes of them. */
    private static Response created(CreatedSession created) {
        SessionJson session = SessionView.session(created.session(), Accrued.ZERO);
        SshPrivateKey key = created.privateKey();
        Response.ResponseBuilder answer = Response.status(Response.Status.CREATED)
                .header("Location", PATH + "/" + session.id())
                .entity(new SessionCreatedJson(session, key == null ? null : SecretText.of(key.reveal())));
        return created.isReplay() ? answer.header("Idempotent-Replayed", "true").build() : answer.build();
    }

    private static Response keyed(Session session) {
        String id = session.id().value();
        return session.letsEveryKeyIn()
                ? Response.ok(new MessageJson("ssh key added", id, null)).build()
                : Response.accepted(new MessageJson(
                                "ssh key recorded: it may log in as soon as the instance lets the server in", id, null))
                        .build();
    }

    private static Response deleted(Session session) {
        String id = session.id().value();
        if (session.isAllOver()) {
            return Response.ok(new MessageJson("session destroyed", id, null)).build();
        }
        String under = session.status().isFinal() ? "storage release in progress" : "session destruction in progress";
        return Response.accepted(new MessageJson(under, id, SessionView.status(session)))
                .build();
    }

    /** Whatever is no session id is the id of no session. */
    private static SessionId parsed(String id) {
        return SessionId.parse(id).orElseThrow(() -> new NotFoundException("session", id));
    }
}

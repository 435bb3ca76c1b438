package io.gpushopper.server.costs;

import static java.util.Objects.requireNonNullElseGet;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.sdk.wire.BillReconciliationJson;
import io.gpushopper.sdk.wire.CostsJson;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.server.access.Caller;
import io.gpushopper.server.http.ErrorAnswer;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/costs}. Thread-safe. */
@Path("/api/v1/costs")
public final class CostsResource {
    private static final String CSV = "text/csv";
    private static final String SESSION = "session_id";
    private static final String CONSUMER = "consumer_id";

    private final GpuShopper shopper;
    private final InstantSource clock;

    public CostsResource(GpuShopper shopper, InstantSource clock) {
        this.shopper = shopper;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Object get(@Context UriInfo uri, @Context SecurityContext security) {
        Asked asked = asked(uri, Caller.of(security));
        SessionId session = asked.session();
        if (session != null) {
            return CostView.session(session, shopper.sessionCosts(session, asked.period()), asked.period());
        }
        CostQuery query = query(asked);
        return CostView.costs(shopper.costs(query), asked.consumer(), query.period());
    }

    // Whoever takes anything gets JSON.
    @GET
    @Produces(CSV + ";charset=utf-8;qs=0.5")
    public Response csv(@Context UriInfo uri, @Context SecurityContext security) {
        Asked asked = asked(uri, Caller.of(security));
        return Response.ok((StreamingOutput) out -> write(asked, out))
                .header("Content-Disposition", "attachment; filename=\"ledger.csv\"")
                .build();
    }

    @GET
    @Path("summary")
    @Produces(MediaType.APPLICATION_JSON)
    public CostsJson summary(@Context UriInfo uri, @Context SecurityContext security) {
        Problems problems = new Problems();
        ConsumerId consumer = QueryParameters.of(uri, problems).consumer(CONSUMER);
        problems.refuseAny();
        CostQuery query = query(new Asked(Caller.of(security), null, consumer, null));
        return CostView.costs(shopper.costs(query), consumer, query.period());
    }

    @GET
    @Path("reconciliation")
    @Produces(MediaType.APPLICATION_JSON)
    public BillReconciliationJson reconciliation(@Context UriInfo uri, @Context SecurityContext security) {
        if (!Caller.of(security).isAdmin()) {
            throw ErrorAnswer.of(403, ErrorType.FORBIDDEN, "bills are for the tokens of admins")
                    .asException();
        }
        Problems problems = new Problems();
        QueryParameters parameters = QueryParameters.of(uri, problems);
        CostPeriod asked = CostParameters.period(parameters, problems, shopper.today());
        problems.refuseAny();
        CostPeriod period = requireNonNullElseGet(asked, () -> CostPeriod.month(shopper.today()));
        return ReconciliationView.of(shopper.reconcileBills(period), period);
    }

    private Asked asked(UriInfo uri, Caller caller) {
        Problems problems = new Problems();
        QueryParameters parameters = QueryParameters.of(uri, problems);
        ConsumerId consumer = parameters.consumer(CONSUMER);
        CostPeriod period = CostParameters.period(parameters, problems, shopper.today());
        String id = parameters.text(SESSION);
        problems.refuseAny();
        return new Asked(caller, id == null ? null : session(id, caller, consumer), consumer, period);
    }

    /** A session of another consumer than the one that is asked for is no session of his. */
    private SessionId session(String id, Caller caller, @Nullable ConsumerId consumer) {
        return SessionId.parse(id)
                .map(shopper::requireSession)
                .filter(caller::sees)
                .filter(known -> consumer == null || known.terms().consumer().equals(consumer))
                .orElseThrow(() -> new NotFoundException("session", id))
                .id();
    }

    private CostQuery query(Asked asked) {
        return new CostQuery(
                requireNonNullElseGet(asked.period(), () -> CostPeriod.month(shopper.today())),
                asked.caller().shown(asked.consumer()));
    }

    private void write(Asked asked, OutputStream stream) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        SessionId session = asked.session();
        Instant now = clock.instant();
        if (session != null) {
            CostPeriod period = asked.period();
            LedgerCsv csv = table(out, period, now);
            shopper.sessionLedgerLines(session, period, csv::add);
        } else {
            CostQuery query = query(asked);
            LedgerCsv csv = table(out, query.period(), now);
            shopper.ledgerLines(query, csv::add);
        }
        out.flush();
    }

    private static LedgerCsv table(Writer out, @Nullable CostPeriod period, Instant now) {
        Instant end = period == null ? now : period.endBy(now);
        return new LedgerCsv(out, period == null ? Instant.EPOCH : period.begin(), end);
    }

    /** What a request asks for: one session's costs, or those of some consumers and days. */
    private record Asked(
            Caller caller,
            @Nullable SessionId session,
            @Nullable ConsumerId consumer,
            @Nullable CostPeriod period) {}
}

package io.gpushopper.server.health;

import io.gpushopper.sdk.wire.HealthJson;
import io.gpushopper.sdk.wire.ReadyJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** {@code /health} and {@code /ready}. Neither calls a provider. Thread-safe. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final Health health;
    private final InstantSource clock;

    public HealthResource(Health health, InstantSource clock) {
        this.health = health;
        this.clock = clock;
    }

    @GET
    @Path("health")
    public Response health() {
        boolean databaseUp = health.isDatabaseUp();
        boolean queueOnTime = health.isQueueOnTime();
        boolean well = databaseUp && queueOnTime && health.isReady();
        HealthJson body = new HealthJson(
                well ? "ok" : "unavailable",
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                health.services(databaseUp, queueOnTime));
        return answer(well, body);
    }

    @GET
    @Path("ready")
    public Response ready() {
        boolean ready = health.isReady();
        return answer(ready, new ReadyJson(ready, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static Response answer(boolean well, Object body) {
        return Response.status(well ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(body)
                .build();
    }
}

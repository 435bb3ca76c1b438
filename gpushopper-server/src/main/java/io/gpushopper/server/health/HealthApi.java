package io.gpushopper.server.health;

import io.gpushopper.sdk.wire.HealthJson;
import io.gpushopper.sdk.wire.ReadyJson;
import io.gpushopper.sdk.wire.ServicesJson;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.ResourceDescription;
import io.gpushopper.server.openapi.Rule;

/** Tells what {@link HealthResource} serves. */
public final class HealthApi {
    private HealthApi() {}

    /** Adds the operations and their types. */
    public static void describeTo(ApiDescription api) {
        ResourceDescription resource = api.resource(
                HealthResource.class,
                "Health",
                "Whether the server lives and may be used. No provider is asked for it.");
        resource.operation("health", "How the parts of the server are")
                .open()
                .answer(200, "all is well", HealthJson.class)
                .answer(
                        503,
                        "the sweep at start-up goes on, the database is down, or sessions are late",
                        HealthJson.class);
        resource.operation("ready", "Whether sessions can be created")
                .open()
                .answer(200, "the sweep at start-up is over", ReadyJson.class)
                .answer(503, "not yet", ReadyJson.class);
        api.type(HealthJson.class, "How the server is.")
                .field("status", "the whole in one word", Rule.words("ok", "unavailable"))
                .field("timestamp", "when it was looked at")
                .field("services", "part by part");
        api.type(ServicesJson.class, "How the parts of the server are.")
                .field(
                        "lifecycle",
                        "stopped until the sweep at start-up is over; observing when the server only reads",
                        Rule.words("running", "stopped", "observing"))
                .field(
                        "inventory",
                        "degraded while some provider fails, unavailable while there are no offers at all",
                        Rule.words("ok", "degraded", "unavailable"))
                .field("ready", "whether sessions can be created", Rule.words("true", "false"))
                .field("database", "whether the database answers", Rule.words("ok", "down"))
                .field(
                        "queue",
                        "late while the work queue has not looked for five minutes, or a session is overdue by so much",
                        Rule.words("ok", "late"))
                .field(
                        "providers",
                        "how each provider does, by its id: ok, degraded (under an alarm), failing, unauthorized or not_swept");
        api.type(ReadyJson.class, "Whether the server is ready.")
                .field("ready", "whether sessions can be created")
                .field("timestamp", "when it was looked at");
    }
}

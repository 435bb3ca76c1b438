package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.LaunchMode;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.sdk.wire.CheckJson;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.DiagnosticsJson;
import io.gpushopper.sdk.wire.DiskJson;
import io.gpushopper.sdk.wire.EnforcementJson;
import io.gpushopper.sdk.wire.ExtendRequest;
import io.gpushopper.sdk.wire.ExtendedJson;
import io.gpushopper.sdk.wire.GpuJson;
import io.gpushopper.sdk.wire.HeartbeatRequest;
import io.gpushopper.sdk.wire.MessageJson;
import io.gpushopper.sdk.wire.SessionCreatedJson;
import io.gpushopper.sdk.wire.SessionEventJson;
import io.gpushopper.sdk.wire.SessionEventsJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionListJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.SshKeyRequest;
import io.gpushopper.sdk.wire.StorageJson;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.ResourceDescription;
import io.gpushopper.server.openapi.Rule;

/** Tells what {@link SessionsResource} serves. */
public final class SessionsApi {
    private static final String MISSING = "there is no such session";
    private static final String FAULT = "a fault of the server, of which the request's id is all that is told";
    private static final Rule HOURS = Rule.range(1, 12);
    private static final Rule PORT = Rule.range(1, 65_535);

    private static final Rule STATUSES = Rule.words(
            io.gpushopper.domain.session.SessionStatus.class, io.gpushopper.domain.session.SessionStatus::word);

    private SessionsApi() {}

    /** Adds the operations and their types. */
    public static void describeTo(ApiDescription api) {
        ResourceDescription resource = api.resource(
                        SessionsResource.class, "Sessions", "What is rented: one machine for one consumer each.")
                .path("id", "the session's id", Rule.example("sess-abcdefghij234567"));
        describeCreate(resource);
        describeReads(resource);
        describeEnds(resource);
        describeRequests(api);
        describeSession(api);
        describeAnswers(api);
        describeDiagnostics(api);
    }

    private static void describeCreate(ResourceDescription resource) {
        resource.operation("create", "Rents an offer")
                .about("Waits for the provider, so that 201 means that an instance exists; when that takes too long"
                        + " the answer is 201 all the same, and what happens next shows on the session. After any"
                        + " other answer no instance is left behind.")
                .header(
                        CreateBody.IDEMPOTENCY_KEY,
                        "the same key and body give the same answer for 24 hours",
                        Rule.length(1, 255))
                .body(CreateSessionRequest.class)
                .answer(201, "it is being made ready", SessionCreatedJson.class)
                .answerHeader(201, "Location", "the session's path")
                .error(
                        402,
                        "the account at the provider has too little credit, or the consumer's budget does not hold what it"
                                + " may cost")
                .error(403, "the token does not allow the consumer")
                .error(404, "the offer was never seen")
                .error(
                        409,
                        "the offer costs more than `max_price_per_hour` allows (`price_changed`), or the consumer has"
                                + " an active session on it (`duplicate_session`), or the first request with the key is"
                                + " under way (`idempotency_in_progress`), or its private key can't be read any more"
                                + " (`idempotency_reply_lost`): `session_id`; or the deployment's fuse allows no more"
                                + " (`fuse`)")
                .error(422, "the key was used for another body: `session_id`")
                .error(500, FAULT)
                .error(502, "the provider refuses the server's credentials")
                .error(
                        503,
                        "the offer is gone (`stale_inventory`), the provider does not serve, or the server is not"
                                + " ready");
    }

    private static void describeReads(ResourceDescription resource) {
        resource.operation("list", "Sessions, newest first")
                .text("consumer_id", "of this consumer only", Rule.length(1, 128))
                .texts("status", "in one of these only", STATUSES)
                .text("provider", "at this provider only; one that is not known is refused")
                .integer("limit", "how many to show; left out: 1000", Rule.atLeast(1))
                .integer("offset", "how many to skip; not with `page_token`", Rule.atLeast(0))
                .text("created_after", "made later than this", Rule.of("format", "date-time"))
                .text("created_before", "made earlier than this", Rule.of("format", "date-time"))
                .text("page_token", "`next_page_token` of the page before: pages lose and repeat nothing")
                .answer(200, "those that match", SessionListJson.class)
                .error(400, "a parameter breaks a rule")
                .error(500, FAULT);
        resource.operation("get", "One session")
                .about("With `wait_for` the answer comes as soon as the session is in one of those statuses or once"
                        + " was, or is over, or the time is up; it shows the session as it is then.")
                .texts("wait_for", "the status to wait for", STATUSES)
                .integer("timeout_seconds", "how long to wait at most; left out: 60", Rule.range(0, 60))
                .answer(200, "as it stands", SessionJson.class)
                .error(400, "a parameter breaks a rule")
                .error(404, MISSING)
                .error(500, FAULT);
        resource.operation("events", "What happened to a session")
                .about("The audit trail, oldest first. As `text/event-stream` it goes on as more happens, with a"
                        + " comment every 15 seconds, until the session is over. The id of a server-sent event is"
                        + " that of the event, its data a `SessionEvent`.")
                .header(EventParameters.LAST_EVENT_ID, "what a browser sends when it comes back to a stream")
                .text("after", "only what comes after the event of this id", Rule.pattern("^[0-9]{1,18}$"))
                .answer(200, "what happened, or for a stream what happens", SessionEventsJson.class)
                .answerAs(200, "", EventStreams.TYPE)
                .answer(204, "to a stream: the session is over, nothing follows, and one should not come back")
                .error(400, "a parameter breaks a rule")
                .error(404, MISSING)
                .error(500, FAULT);
        resource.operation("diagnostics", "A look at a running session's instance")
                .answer(200, "as it was just found", DiagnosticsJson.class)
                .error(400, "the session is not running")
                .error(404, MISSING)
                .error(500, FAULT)
                .error(503, "too many requests wait for providers");
    }

    private static void describeEnds(ResourceDescription resource) {
        resource.operation("done", "Says that the work is complete")
                .answer(200, "the session ends from now on", MessageJson.class)
                .answer(202, "it will, once the sweep at start-up is done", MessageJson.class)
                .error(404, MISSING)
                .error(409, "it ends already, or has ended")
                .error(500, FAULT);
        resource.operation("extend", "Adds hours to a reservation")
                .body(ExtendRequest.class)
                .answer(200, "it lives longer", ExtendedJson.class)
                .error(
                        400,
                        "the body breaks a rule, or no session may live so long: the message names what is possible")
                .error(402, "its consumer's budget does not hold what it may cost then")
                .error(404, MISSING)
                .error(409, "it ends already, or has ended")
                .error(500, FAULT)
                .error(503, "the server is not ready");
        resource.operation("addKey", "Lets another key log in")
                .body(SshKeyRequest.class)
                .answer(200, "it may log in", MessageJson.class)
                .answer(202, "it is recorded, and put in place once the instance lets the server in", MessageJson.class)
                .error(400, "the body breaks a rule, or the session has too many keys")
                .error(404, MISSING)
                .error(409, "it ends already, or has ended")
                .error(500, FAULT);
        resource.operation("heartbeat", "Tells from the instance whether the session is in use")
                .body(HeartbeatRequest.class)
                .answer(200, "it is taken down", MessageJson.class)
                .error(400, "the body breaks a rule")
                .error(401, "the token is not the session's")
                .error(404, MISSING)
                .error(409, "it has ended")
                .error(500, FAULT);
        resource.operation("delete", "Destroys the instance at once")
                .answer(200, "it is proved that there is no instance", MessageJson.class)
                .answer(202, "the proof takes longer; it goes on until there is one", MessageJson.class)
                .error(404, MISSING)
                .error(500, FAULT);
    }

    private static void describeRequests(ApiDescription api) {
        api.request(CreateSessionRequest.class, "What is to be rented, for whom and for how long.")
                .field("consumer_id", "who asks and is charged", Rule.always(), Rule.length(1, 128))
                .field(
                        "offer_id",
                        "the offer, exactly as the inventory spells it",
                        Rule.always(),
                        Rule.of("minLength", 1))
                .field(
                        "workload_type",
                        "what it is for",
                        Rule.always(),
                        Rule.words(WorkloadType.class, WorkloadType::word))
                .field("reservation_hours", "for how long", Rule.always(), HOURS)
                .field(
                        "idle_threshold_minutes",
                        "end it after this long without use; 0: never; needs `launch_mode` `ssh`",
                        Rule.atLeast(0))
                .field(
                        "storage_policy",
                        "what becomes of its disk: `preserve` stops the machine at the end and keeps the disk, which"
                                + " goes on costing, where the provider can",
                        Rule.words("destroy", "preserve"),
                        Rule.usually("destroy"))
                .field(
                        "launch_mode",
                        "how it is used: one logs in, or the image's own program serves at the first of"
                                + " `exposed_ports` and nobody logs in; `entrypoint` needs `docker_image` or `model_id`",
                        Rule.words(LaunchMode.class, LaunchMode::word),
                        Rule.usually(LaunchMode.SSH.word()))
                .field(
                        "docker_image",
                        "the image to run in place of the default one; with `entrypoint` required without `model_id`")
                .field(
                        "model_id",
                        "a model at Hugging Face to serve, by vLLM for `workload_type` `llm` and `llm_vllm`, by TGI for"
                                + " `llm_tgi`, and for no other; needs `launch_mode` `entrypoint`",
                        Rule.example("mistralai/Mistral-7B-Instruct-v0.3"))
                .field(
                        "exposed_ports",
                        "container ports to open, with `entrypoint` 8000 if left out; 22 is always open",
                        PORT)
                .field(
                        "quantization",
                        "how the served model is quantised, in its server's word; needs `model_id`",
                        Rule.example("awq"))
                .field(
                        "disk_gb",
                        "GB; left out: 50, or the provider's minimum if larger, or what the served model needs, as far"
                                + " as its name tells",
                        Rule.range(10, 2_048))
                .field(
                        "on_start_cmd",
                        "a command for the instance to run at its start; with `launch_mode` `entrypoint` in place of"
                                + " the image's own program, and refused beside `model_id`")
                .field("env", "environment variables of the instance")
                .field("ssh_public_key", "a key of your own; then none is made; needs `launch_mode` `ssh`")
                .field(
                        "ssh_timeout_minutes",
                        "how long it may refuse to log us in, 8 if left out; with `entrypoint` how long it may take to"
                                + " serve, 30 if left out",
                        Rule.range(1, 30))
                .field("boot_timeout_minutes", "how long it may take to start", Rule.range(1, 120))
                .field("auto_retry", "whether another offer is tried when this one fails")
                .field("max_retries", "how many others", Rule.range(0, 5))
                .field("retry_scope", "which others; needs `auto_retry`", Rule.words("same_gpu", "same_vram", "any"))
                .field("max_price_per_hour", "US dollars above which nothing is bought; 0: no limit", Rule.atLeast(0))
                .field("max_total_cost", "US dollars before which the session is ended; 0: no limit", Rule.atLeast(0))
                .field(
                        "template_hash_id",
                        "a template of Vast.ai to begin with, which needs `launch_mode` `ssh`: what is said here goes before what it says, and with"
                                + " `disk_gb` left out the disk is at least what it recommends",
                        Rule.pattern("^[A-Za-z0-9_-]{1,128}$"))
                .field("name", "a name for people")
                .field("tags", "labels of your own")
                .field(
                        "preserve_hours",
                        "how long a disk is kept; left out: 72; needs `storage_policy` `preserve`",
                        Rule.range(1, 720))
                .example("{\"consumer_id\": \"my-application\", \"offer_id\": \"vastai-12345\","
                        + " \"workload_type\": \"llm\", \"reservation_hours\": 2}");
        api.request(SshKeyRequest.class, "A key to let in.")
                .field("ssh_public_key", "one line, as a file `id_*.pub` holds it", Rule.always())
                .example("{\"ssh_public_key\": \"ssh-ed25519"
                        + " AAAAC3NzaC1lZDI1NTE5AAAAIEK0ntn9mnQSfQ9yW8u6ALwQHzTMbbB1kSyhkOlyUPtR me@laptop\"}");
        api.request(HeartbeatRequest.class, "What an agent on the instance says.")
                .field("token", "the value of `GPUSHOPPER_SESSION_TOKEN` on the instance", Rule.always())
                .field("gpu_utilization", "percent; left out, it counts as use", Rule.range(0, 100))
                .field("note", "for people; not kept", Rule.length(0, 256))
                .example("{\"token\": \"kept-by-the-instance\", \"gpu_utilization\": 87.5}");
        api.request(ExtendRequest.class, "By how much to extend.")
                .field("additional_hours", "whole hours", Rule.always(), HOURS)
                .example("{\"additional_hours\": 2}");
    }

    private static void describeSession(ApiDescription api) {
        api.type(
                SessionStatus.class,
                "Where a session stands; `stopped` and `failed` mean that no instance of it is left, or that it is"
                        + " stopped and its storage kept.");
        api.type(SessionJson.class, "One rental for one consumer.")
                .field("id", "what it is asked for with", Rule.pattern("^sess-[a-z2-7]{16}$"))
                .field("consumer_id", "who asked and is charged")
                .field("provider", "who rents it out")
                .field("gpu_type", "the vendor's short name")
                .field("gpu_count", "how many GPUs", Rule.atLeast(1))
                .field("status", "where it stands")
                .field("ssh_host", "where to log in, once the provider tells it; may still change")
                .field("ssh_port", "where to log in", PORT)
                .field("ssh_user", "whom to log in as")
                .field("workload_type", "what it is for", Rule.words(WorkloadType.class, WorkloadType::word))
                .field("reservation_hours", "for how long it was asked for", HOURS)
                .field("price_per_hour", "US dollars, as agreed at its creation", Rule.atLeast(0))
                .field("created_at", "when it was asked for")
                .field("expires_at", "when its reservation is over")
                .field("launch_mode", "how it is used", Rule.words(LaunchMode.class, LaunchMode::word))
                .field("api_endpoint", "where what was launched serves, once the provider tells it")
                .field("api_ports", "`host:port` in public, by container port")
                .field("model_id", "the model that is served")
                .field("template_hash_id", "the provider's template that it began with; absent when it began with none")
                .field("disk_gb", "GB of its disk", Rule.atLeast(0))
                .field("storage_policy", "what becomes of its disk", Rule.words("destroy", "preserve"))
                .field(
                        "idle_threshold_minutes",
                        "how long it may go without use; 0: as long as it likes",
                        Rule.atLeast(0))
                .field("offer_id", "the offer that it is on")
                .field("provider_instance_id", "the provider's id of the instance")
                .field("error", "what failed, for people")
                .field("error_type", "what failed, for programs")
                .field("started_at", "when the instance was made")
                .field("running_at", "when a login first worked, or what was launched first served")
                .field("stopped_at", "when it was over")
                .field("stop_reason", "why it ends or has ended", Rule.words(StopReason.class, StopReason::word))
                .field("accrued_cost", "US dollars so far", Rule.atLeast(0))
                .field(
                        "idle_since",
                        "since when no sample showed any use of it; absent while it is in use or that can't be told")
                .field("retry_count", "how many offers were tried before this one", Rule.atLeast(0))
                .field("failed_offers", "offers that were tried in vain")
                .field("host_key_fingerprint", "of the instance's SSH key", Rule.pattern("^SHA256:"))
                .field("enforcement", "what is really armed to end it")
                .field("storage", "what is kept after its end")
                .field("name", "a name for people")
                .field("tags", "labels of the consumer");
        api.type(EnforcementJson.class, "Something that ends a session, or is known not to.")
                .field("rule", "which", Rule.example("expiry"))
                .field("acts_at", "when, as far as is known")
                .field("state", "whether it is armed", Rule.example("armed"))
                .field("last_checked_at", "when that was last seen");
        api.type(StorageJson.class, "What a session leaves behind, and goes on costing.")
                .field("kept", "whether its disk is there")
                .field("price_per_hour", "US dollars", Rule.atLeast(0))
                .field("instance_id", "the provider's id of it")
                .field("until", "when it is released");
    }

    private static void describeAnswers(ApiDescription api) {
        api.type(SessionCreatedJson.class, "A session, and the key to it.")
                .field("session", "as it stands")
                .field(
                        "ssh_private_key",
                        "PKCS#1 PEM, shown this once; left out when you brought a key, and where nobody logs in");
        api.type(SessionListJson.class, "One page of sessions.")
                .field("sessions", "newest first")
                .field("count", "how many are on this page", Rule.atLeast(0))
                .field("total", "how many match", Rule.atLeast(0))
                .field("next_page_token", "asks for the next page; left out on the last");
        api.type(SessionEventsJson.class, "What happened to a session.")
                .field("session_id", "which")
                .field("events", "oldest first")
                .field("count", "how many are in this answer", Rule.atLeast(0))
                .field("next_after", "what to send as `after` for those that follow; left out when these are all");
        api.type(SessionEventJson.class, "Something that happened to a session.")
                .field("id", "rises within a session; the same from every server", Rule.atLeast(1))
                .field("time", "when")
                .field("from", "the status before")
                .field("to", "the status after, which may be the same")
                .field("reason", "what happened, for people")
                .field("actor", "who caused it", Rule.words(Actor.class, Actor::word));
        api.type(ExtendedJson.class, "A session that lives longer.")
                .field("message", "`session extended`")
                .field("session_id", "which")
                .field("new_expires_at", "when its reservation is over now");
        api.type(MessageJson.class, "What happens to a session.")
                .field("message", "in words")
                .field("session_id", "which")
                .field("status", "`stopping` while the end goes on after the answer");
    }

    private static void describeDiagnostics(ApiDescription api) {
        api.type(DiagnosticsJson.class, "A running session, looked at just now.")
                .field("session_id", "which")
                .field("status", "where it stands")
                .field("provider", "who rents it out")
                .field("gpu_type", "the vendor's short name")
                .field("gpu_count", "how many GPUs", Rule.atLeast(1))
                .field("ssh_host", "where to log in; empty where nobody does")
                .field("ssh_port", "where to log in; 0 where nobody does", Rule.range(0, 65_535))
                .field("ssh_user", "whom to log in as; empty where nobody does")
                .field("launch_mode", "how it is used", Rule.words(LaunchMode.class, LaunchMode::word))
                .field("api_endpoint", "where what was launched serves; empty when there is none")
                .field("created_at", "when it was asked for")
                .field("expires_at", "when its reservation is over")
                .field("uptime", "since it runs, for people", Rule.example("1h 30m"))
                .field("time_to_expiry", "what is left, for people", Rule.example("30m"))
                .field("ssh_available", "whether a login just worked")
                .field("note", "what this look can't tell")
                .field("gpus", "as the instance reports them")
                .field("disk", "as the instance reports it")
                .field("last_activity_at", "when it was last used")
                .field("host_key_fingerprint", "of the instance's SSH key", Rule.pattern("^SHA256:"))
                .field("checks", "what was looked at");
        api.type(GpuJson.class, "One GPU, as the instance reports it.")
                .field("name", "as its driver spells it")
                .field("memory_total_mb", "MiB", Rule.atLeast(0))
                .field("memory_used_mb", "MiB", Rule.atLeast(0))
                .field("utilization_percent", "how busy it is", Rule.range(0, 100))
                .field("temperature_c", "degrees Celsius");
        api.type(DiskJson.class, "The disk of the instance.")
                .field("total_gb", "GB", Rule.atLeast(0))
                .field("used_gb", "GB", Rule.atLeast(0));
        api.type(CheckJson.class, "One thing that was looked at.")
                .field("name", "which", Rule.example("ssh_login"))
                .field("ok", "whether it is as it should be")
                .field("message", "what was found");
    }
}

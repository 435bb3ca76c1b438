package io.gpushopper.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The simulated market in this JVM, where it outlives every server, and what only its control API knows: the truth. */
final class Market implements AutoCloseable {
    static final String VASTAI_KEY = "e2e0vastai0key0that0must0never0be0logged";
    static final String TENSORDOCK_TOKEN = "e2e0tensordock0token0that0must0never0be0logged";

    private final Simulator simulator;

    private Market(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * An instance as it really is.
     *
     * @param billing whether its meter runs
     * @param destroyedAt null while it is there
     */
    record Instance(
            String id,
            String provider,
            @Nullable String tag,
            @Nullable Instant sshAcceptsAt,
            @Nullable Instant destroyedAt,
            boolean billing,
            BigDecimal billedUsd) {
        boolean isOf(String sessionId) {
            return tag != null && tag.contains("-" + sessionId.replace("sess-", "") + "-");
        }

        /** When its purchase was about to be sent, as its tag says. */
        Instant purchasedAt() {
            String text = Objects.requireNonNull(tag);
            return Instant.ofEpochSecond(Long.parseLong(text.substring(text.lastIndexOf('-') + 1), 36));
        }

        boolean isOurs() {
            return tag != null && tag.startsWith("gpushop-");
        }
    }

    static Market open(SimulatorSettings settings) {
        return new Market(Simulator.start(settings));
    }

    /** What a server needs to buy here. */
    Map<String, String> environment() {
        return Map.of(
                "VASTAI_API_URL", simulator.vastAiUrl(),
                "VASTAI_API_KEY", VASTAI_KEY,
                "TENSORDOCK_API_URL", simulator.tensorDockUrl(),
                "TENSORDOCK_BALANCE_URL", simulator.tensorDockBalanceUrl(),
                "TENSORDOCK_API_TOKEN", TENSORDOCK_TOKEN);
    }

    /** Every instance there ever was. */
    List<Instance> instances() {
        JsonNode all = Http.get(simulator.controlUrl() + "/instances").json().path("instances");
        return StreamSupport.stream(all.spliterator(), false)
                .map(Market::instance)
                .toList();
    }

    List<Instance> instancesOf(String sessionId) {
        return instances().stream().filter(instance -> instance.isOf(sessionId)).toList();
    }

    List<Instance> ourBillingInstances() {
        return instances().stream()
                .filter(instance -> instance.isOurs() && instance.billing())
                .toList();
    }

    /** What the session's instances cost, to the last digit the provider would bill. */
    List<BigDecimal> meters(String sessionId) {
        return instancesOf(sessionId).stream()
                .sorted(Comparator.comparing(Instance::id))
                .map(Instance::billedUsd)
                .toList();
    }

    /** Somebody rents an instance under this tag, who is not the server. */
    Instance plantOrphan(String provider, String tag) {
        return instance(Http.post(
                        simulator.controlUrl() + "/orphans",
                        "{\"provider\":\"%s\",\"tag\":\"%s\"}".formatted(provider, tag))
                .json());
    }

    Optional<Instance> find(String id) {
        return instances().stream().filter(instance -> instance.id().equals(id)).findFirst();
    }

    /** Somebody starts a stopped instance who is not the server. */
    void startFromOutside(String id) {
        Http.Answer answer = Http.post(simulator.controlUrl() + "/instances/" + id + "/start", "{}");
        if (answer.status() != 200) {
            throw new AssertionError("nothing started: " + answer.text());
        }
    }

    /** Another customer buys a Vast.ai offer. */
    void sellElsewhere(String ask) {
        Http.Answer answer = Http.send(
                "PUT",
                simulator.vastAiUrl() + "/api/v0/asks/" + ask + "/",
                "{\"image\":\"ubuntu\",\"label\":\"somebody-else\",\"disk\":50,\"runtype\":\"ssh_direc ssh_proxy\"}",
                "Authorization",
                "Bearer another-customer");
        if (answer.status() != 200) {
            throw new AssertionError("the market sells nothing: " + answer.text());
        }
    }

    /** What is rented from now on boots within this time. */
    void bootIn(Duration boot) {
        Http.Answer answer =
                Http.send("PUT", simulator.controlUrl() + "/settings", "{\"boot_seconds\":" + boot.toSeconds() + "}");
        if (answer.status() != 200) {
            throw new AssertionError("no setting: " + answer.text());
        }
    }

    /** The next calls of this operation go wrong, as the control API says. */
    void addFault(String json) {
        Http.Answer answer = Http.post(simulator.controlUrl() + "/faults", json);
        if (answer.status() != 201) {
            throw new AssertionError("no fault: " + answer.text());
        }
    }

    /** Fails when any call had a credential in its URL. */
    @Override
    public void close() {
        List<String> leaks =
                simulator.requestLines().stream().filter(CredentialScan::isLeak).toList();
        simulator.close();
        if (!leaks.isEmpty()) {
            throw new AssertionError("credentials in " + leaks.size() + " URLs");
        }
    }

    private static Instance instance(JsonNode json) {
        return new Instance(
                json.path("id").asText(),
                json.path("provider").asText(),
                json.path("tag").isTextual() ? json.path("tag").asText() : null,
                instant(json.path("ssh_accepts_at")),
                instant(json.path("destroyed_at")),
                json.path("billing").asBoolean(),
                json.path("billed_usd").decimalValue());
    }

    private static @Nullable Instant instant(JsonNode json) {
        return json.isTextual() ? Instant.parse(json.asText()) : null;
    }
}

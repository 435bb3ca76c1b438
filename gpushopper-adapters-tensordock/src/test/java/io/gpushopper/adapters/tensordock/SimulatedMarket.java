package io.gpushopper.adapters.tensordock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.testkit.MarketControl;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** The simulator's control API, as far as TensorDock is concerned. Thread-safe. */
final class SimulatedMarket implements MarketControl {
    private static final String NAME = TensorDockApi.ID.value();
    // More than one machine has cards.
    private static final int ENOUGH = 64;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Simulator simulator;
    private final Random random = new Random(5);

    SimulatedMarket(Simulator simulator) {
        this.simulator = simulator;
    }

    /** The same market as at the start, without instances and faults. */
    void reset() {
        heal();
        control("POST", "/reset", JsonNodeFactory.instance.objectNode());
    }

    @Override
    public List<Rental> rentals() {
        return control("GET", "/instances", null).at("instances").elements().stream()
                .filter(instance -> instance.text("provider").equals(Optional.of(NAME)))
                .map(instance -> new Rental(
                        id(instance),
                        instance.text("tag").orElse(""),
                        instance.flag("billing").orElseThrow()))
                .toList();
    }

    @Override
    public void fail(MarketOperation operation, MarketFault fault, int times) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("provider", NAME)
                .put("operation", word(operation))
                .put("times", times);
        switch (fault) {
            case RATE_LIMIT, DROP_BEFORE_EFFECT, DROP_AFTER_EFFECT ->
                body.put("kind", fault.name().toLowerCase(Locale.ROOT));
            case SERVER_ERROR -> putStatus(body, 503, Fixtures.text("e12-service-unavailable.json"), false);
            case GATEWAY_ERROR_AFTER_EFFECT -> putStatus(body, 502, Fixtures.text("e13-bad-gateway.html"), true);
            case BARE_NOT_FOUND -> putStatus(body, 404, "", false);
            case NONSENSE -> putStatus(body, 200, "{\"data\":{\"id\":\"3f0d0c1a-7d", true);
        }
        control("POST", "/faults", body);
    }

    @Override
    public void heal() {
        control("DELETE", "/faults", null);
    }

    @Override
    public InstanceId plant(String mark) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("provider", NAME).put("tag", mark);
        return id(control("POST", "/orphans", body));
    }

    /** Buys the offer again and again, until it can't be had any more. */
    @Override
    public void sellOut(Offer offer) {
        LaunchTerms terms = LaunchTerms.parse(offer.launchTerms()).orElseThrow();
        Tag tag = new Tag(new DeploymentId("somebody"), SessionId.random(random), 1, Instant.EPOCH);
        LaunchRequest request = new LaunchRequest(
                tag,
                offer.id(),
                offer.launchTerms(),
                offer.diskGb(),
                List.of(TensorDockPurchaseTest.THEIRS),
                Instant.MAX);
        JsonNode body = TensorDockPurchase.body(request, terms, Lessons.IMAGES.get(0));
        for (int bought = 0; bought < ENOUGH; bought++) {
            JsonFields answer = send("POST", simulator.tensorDockUrl() + "/instances", body);
            if (answer.has("error")) {
                return;
            }
        }
        throw new AssertionError(offer.id() + " is still for rent");
    }

    /** The account is asked for by way of the list; the simulator's own operation of that name is the balance. */
    private static String word(MarketOperation operation) {
        MarketOperation asked = operation == MarketOperation.ACCOUNT ? MarketOperation.LIST : operation;
        return asked.name().toLowerCase(Locale.ROOT);
    }

    private static void putStatus(ObjectNode fault, int status, String body, boolean isAfterEffect) {
        fault.put("kind", "status").put("status", status).put("body", body).put("after_effect", isAfterEffect);
    }

    private static InstanceId id(JsonFields instance) {
        return new InstanceId(TensorDockApi.ID, instance.text("id").orElseThrow());
    }

    private JsonFields control(String verb, String path, JsonNode body) {
        return send(verb, simulator.controlUrl() + path, body);
    }

    private JsonFields send(String verb, String url, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(verb, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .header("Authorization", "Bearer somebody-else")
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return JsonFields.parse(answer.body())
                    .orElseThrow(() -> new AssertionError(url + " said: " + answer.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}

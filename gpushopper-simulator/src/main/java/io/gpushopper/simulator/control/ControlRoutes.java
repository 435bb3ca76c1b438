package io.gpushopper.simulator.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.machine.MachineUse;
import io.gpushopper.simulator.market.Fate;
import io.gpushopper.simulator.market.Fault;
import io.gpushopper.simulator.market.ProviderName;
import io.gpushopper.simulator.market.SimulatedInstance;
import io.gpushopper.simulator.market.SimulatedProvider;
import io.gpushopper.simulator.market.SimulatedProvider.Loss;
import io.gpushopper.simulator.market.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The control API: what a tester may know and do that no customer may. Paths are below {@code /_sim}. Thread-safe.
 */
public final class ControlRoutes {

    private final World world;
    private final List<SimulatedProvider> providers;
    private final Stocking stocking;

    /**
     * A control API.
     *
     * @param world the world it controls
     * @param providers the providers in it
     * @param stocking how the world is filled
     */
    public ControlRoutes(World world, List<SimulatedProvider> providers, Stocking stocking) {
        this.world = requireNonNull(world, "world");
        this.providers = List.copyOf(providers);
        this.stocking = requireNonNull(stocking, "stocking");
    }

    /**
     * Answers a call.
     *
     * @param call its path below {@code /_sim}
     * @return a JSON answer: 400 names what is wrong, 404 what is not there
     */
    public HttpAnswer answer(HttpCall call) {
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return problem(400, "The body must be a JSON object.");
        }
        try {
            return world.exclusively(() -> route(call, body.get()));
        } catch (IllegalArgumentException e) {
            return problem(400, String.valueOf(e.getMessage()));
        }
    }

    private HttpAnswer route(HttpCall call, JsonNode body) {
        List<String> path = call.segments();
        return switch (call.method() + " " + path.get(0) + (path.size() > 1 ? "/…" : "")) {
            case "POST reset" -> reset(body);
            case "GET endpoints" -> endpoints();
            case "GET state" -> HttpAnswer.json(200, state());
            case "GET instances" -> instances();
            case "POST orphans" -> orphan(body);
            case "POST instances/…" -> handle(path, body);
            case "POST faults" -> addFault(body);
            case "GET faults" -> HttpAnswer.json(200, faults());
            case "DELETE faults" -> removeFaults(call, body);
            case "POST fates" -> addFate(body);
            case "GET fates" -> HttpAnswer.json(200, fates());
            case "DELETE fates" -> removeFates();
            case "PUT settings" -> changeSettings(body);
            case "GET settings" -> HttpAnswer.json(200, SettingsJson.write(world.settings()));
            default -> problem(404, "No such control: " + call);
        };
    }

    private HttpAnswer reset(JsonNode body) {
        stocking.fill(
                body.path("seed").asLong(stocking.seed()), body.path("offers").asInt(stocking.offers()));
        return HttpAnswer.json(200, state());
    }

    private ObjectNode state() {
        ObjectNode state = Json.object()
                .put("seed", stocking.seed())
                .put("now", world.clock().now().toString());
        state.put("offers", stocking.offers());
        ObjectNode market = Json.object();
        ObjectNode accounts = Json.object();
        for (SimulatedProvider provider : providers) {
            market.set(provider.name().word(), provider.state());
            ObjectNode account = Json.object().put("balance_usd", world.balance(provider.name()));
            accounts.set(provider.name().word(), account);
        }
        state.set("market", market);
        state.set("accounts", accounts);
        state.set("settings", SettingsJson.write(world.settings()));
        state.set("faults", faults().path("faults"));
        state.set("fates", fates().path("fates"));
        return state;
    }

    private HttpAnswer endpoints() {
        ObjectNode answer = Json.object();
        for (SimulatedProvider provider : providers) {
            ArrayNode names = Json.array();
            provider.endpoints().forEach(names::add);
            answer.set(provider.name().word(), names);
        }
        return HttpAnswer.json(200, answer);
    }

    private HttpAnswer instances() {
        ArrayNode instances = Json.array();
        world.everyInstance()
                .forEach(instance -> instances.add(
                        InstanceReport.write(instance, world.clock().now())));
        ObjectNode answer = Json.object();
        answer.set("instances", instances);
        return HttpAnswer.json(200, answer);
    }

    private HttpAnswer orphan(JsonNode body) {
        SimulatedProvider provider = provider(body.path("provider").asText());
        String tag = body.path("tag").asText();
        Optional<SimulatedInstance> orphan = provider.rentOrphan(tag);
        return orphan.map(instance -> HttpAnswer.json(
                        201, InstanceReport.write(instance, world.clock().now())))
                .orElseGet(() -> problem(
                        409, "Nothing is left to rent at " + provider.name().word() + "."));
    }

    private HttpAnswer handle(List<String> path, JsonNode body) {
        return switch (path.size() == 3 ? path.get(2) : "") {
            case "kill" -> {
                Loss loss = loss(body.path("leave").asText("gone"));
                yield handle(path.get(1), (provider, instance) -> provider.lose(instance, loss));
            }
            case "use" -> {
                MachineUse use = use(body);
                yield handle(
                        path.get(1), (provider, instance) -> instance.machine().use(use));
            }
            case "start" -> handle(path.get(1), SimulatedProvider::start);
            case "occupy" -> {
                long seconds = body.path("seconds").asLong();
                if (seconds < 1) {
                    throw new IllegalArgumentException("seconds must be 1 or more");
                }
                yield handle(
                        path.get(1), (provider, instance) -> provider.occupy(instance, Duration.ofSeconds(seconds)));
            }
            default -> problem(404, "No such control: POST " + String.join("/", path));
        };
    }

    private HttpAnswer handle(String id, BiConsumer<SimulatedProvider, SimulatedInstance> what) {
        for (SimulatedProvider provider : providers) {
            Optional<SimulatedInstance> instance = world.find(provider.name(), id);
            if (instance.isPresent()) {
                what.accept(provider, instance.get());
                return HttpAnswer.json(
                        200, InstanceReport.write(instance.get(), world.clock().now()));
            }
        }
        return problem(404, "No such instance: " + id);
    }

    private HttpAnswer addFault(JsonNode body) {
        Fault fault = FaultJson.read(body);
        world.faults().add(fault);
        return HttpAnswer.json(201, FaultJson.write(fault));
    }

    private ObjectNode faults() {
        ArrayNode faults = Json.array();
        world.faults().all().forEach(fault -> faults.add(FaultJson.write(fault)));
        ObjectNode answer = Json.object();
        answer.set("faults", faults);
        return answer;
    }

    /** What the query or the body names is lifted; without either, everything. */
    private HttpAnswer removeFaults(HttpCall call, JsonNode body) {
        String provider =
                call.parameter("provider").orElse(body.path("provider").asText());
        String operation =
                call.parameter("operation").orElse(body.path("operation").asText());
        int removed = world.faults()
                .remove(fault -> (provider.isEmpty() || fault.provider().word().equals(provider))
                        && (operation.isEmpty() || fault.operation().word().equals(operation)));
        return HttpAnswer.json(200, Json.object().put("removed", removed));
    }

    private HttpAnswer addFate(JsonNode body) {
        Fate fate = FateJson.read(body);
        world.fates().add(fate);
        return HttpAnswer.json(201, FateJson.write(fate));
    }

    private ObjectNode fates() {
        ArrayNode fates = Json.array();
        world.fates().all().forEach(fate -> fates.add(FateJson.write(fate)));
        ObjectNode answer = Json.object();
        answer.set("fates", fates);
        return answer;
    }

    private HttpAnswer removeFates() {
        int removed = world.fates().all().size();
        world.fates().clear();
        return HttpAnswer.json(200, Json.object().put("removed", removed));
    }

    private HttpAnswer changeSettings(JsonNode body) {
        world.settings(SettingsJson.merge(world.settings(), body));
        return HttpAnswer.json(200, SettingsJson.write(world.settings()));
    }

    private SimulatedProvider provider(String word) {
        return ProviderName.find(word)
                .flatMap(name -> providers.stream()
                        .filter(provider -> provider.name() == name)
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("provider must be vastai or tensordock"));
    }

    /** What is left out is as in a machine that idles. */
    private static MachineUse use(JsonNode body) {
        MachineUse idle = MachineUse.NONE;
        return new MachineUse(
                body.path("gpu_percent").asInt(idle.gpuPercent()),
                body.path("gpu_memory_mib").asInt(idle.gpuMemoryMib()),
                body.path("cores").asDouble(idle.cores()),
                body.path("network_bytes_per_minute").asLong(idle.networkBytesPerMinute()),
                body.path("users").asInt(idle.users()));
    }

    private static Loss loss(String word) {
        for (Loss loss : Loss.values()) {
            if (loss.name().toLowerCase(Locale.ROOT).equals(word)) {
                return loss;
            }
        }
        throw new IllegalArgumentException("leave must be gone, offline or stopped");
    }

    private static HttpAnswer problem(int status, String message) {
        return HttpAnswer.json(status, Json.object().put("error", message));
    }
}

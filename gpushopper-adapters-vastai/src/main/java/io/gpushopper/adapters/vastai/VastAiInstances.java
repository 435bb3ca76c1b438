package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.SshEndpoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instance as it stands in a listing or in an answer by id. Immutable.
 *
 * <pre>{"id":36877001,"label":"gpushop-…","actual_status":"running","intended_status":"running","cur_state":"running",
 * "ports":{"22/tcp":[{"HostPort":"41022"}]},"public_ipaddr":"198.51.100.23","dph_base":0.38,"storage_total_cost":0.01}</pre>
 */
final class VastAiInstances {
    private static final Set<String> RUNS = Set.of("running", "frozen");
    private static final Set<String> OUT_OF_SIGHT = Set.of("offline", "unknown");
    private static final Set<String> ON_THE_WAY =
            Set.of("", "created", "loading", "connecting", "scheduling", "rebooting", "recycling");
    private static final String USER = "root";
    private static final Pattern TCP_PORT = Pattern.compile("([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3})/tcp");

    private final Redactor redactor;

    VastAiInstances(Redactor redactor) {
        this.redactor = redactor;
    }

    /** Empty when it doesn't say which instance it is, or has a label that we can't read, and which might be one of ours. */
    Optional<InstanceView> read(JsonFields json) {
        return json.isTextIfAny("label")
                ? json.text("id").filter(VastAiApi::isNumber).map(id -> view(json, id))
                : Optional.empty();
    }

    private InstanceView view(JsonFields json, String id) {
        String status = word(json, "actual_status");
        String message = json.text("status_msg").orElse("");
        return new InstanceView(
                new InstanceId(VastAiProviderFactory.ID, id),
                json.text("label").orElse(""),
                condition(status, word(json, "intended_status"), word(json, "cur_state"), message),
                endpoints(json),
                ports(json),
                burning(json, status),
                json.decimal("start_date").map(EpochSeconds::instant).orElse(null),
                json.decimal("gpu_util").orElse(null),
                redactor.clean(status + (message.isEmpty() ? "" : ": " + message)));
    }

    /** The first that fits counts. What it was meant to be tells a stop that was asked for from one that happened. */
    static InstanceCondition condition(String actual, String intended, String contract, String message) {
        boolean meantToStop = intended.equals("stopped");
        if (RUNS.contains(actual)) {
            return meantToStop ? InstanceCondition.ENDING : InstanceCondition.RUNNING;
        }
        if (contract.equals("stopped") || actual.equals("stopped")) {
            return intended.equals("running") && !actual.equals("stopped")
                    ? InstanceCondition.QUEUED
                    : InstanceCondition.STOPPED;
        }
        if (OUT_OF_SIGHT.contains(actual)) {
            return InstanceCondition.UNREACHABLE;
        }
        if (actual.equals("destroyed") || actual.equals("terminated")) {
            return InstanceCondition.ENDING;
        }
        if (actual.equals("exited") || StatusMessage.isFatal(message)) {
            if (!meantToStop) {
                return InstanceCondition.FAILED;
            }
            // Stopped is only what its contract says, too: until then it may come back as it was.
            return contract.isEmpty() ? InstanceCondition.STOPPED : InstanceCondition.ENDING;
        }
        if (!ON_THE_WAY.contains(actual)) {
            return InstanceCondition.UNREACHABLE;
        }
        return StatusMessage.tellsOfFailure(message) ? InstanceCondition.STUCK : InstanceCondition.STARTING;
    }

    /** None where the image runs its own program. The host's own address first; single proxies break, but one is there for every machine. */
    private static List<SshEndpoint> endpoints(JsonFields json) {
        List<SshEndpoint> candidates = new ArrayList<>();
        if (json.text("image_runtype").filter(LaunchTerms.ENTRYPOINT::equals).isPresent()) {
            return candidates;
        }
        Optional<String> address = json.text("public_ipaddr");
        if (address.isPresent()) {
            json.at("ports").at("22/tcp").elements().stream()
                    .flatMap(binding -> port(binding.smallInteger("HostPort"), 0))
                    .findFirst()
                    .ifPresent(port -> candidates.add(new SshEndpoint(address.get(), port, USER)));
        }
        int shift = json.text("image_runtype").orElse("").contains("jupyter") ? 1 : 0;
        json.text("ssh_host")
                .ifPresent(proxy -> port(json.smallInteger("ssh_port"), shift)
                        .forEach(port -> candidates.add(new SshEndpoint(proxy, port, USER))));
        return candidates;
    }

    /** {@code {"8000/tcp":[{"HostPort":"41057"}]}}, at the host's address. */
    private static OpenPorts ports(JsonFields json) {
        Optional<String> address = json.text("public_ipaddr");
        if (address.isEmpty()) {
            return OpenPorts.NONE;
        }
        List<OpenPorts.PublicPort> open = new ArrayList<>();
        JsonFields bindings = json.at("ports");
        for (String name : bindings.names()) {
            Matcher inside = TCP_PORT.matcher(name);
            if (inside.matches() && !inside.group(1).equals("22")) {
                bindings.at(name).elements().stream()
                        .flatMap(binding -> port(binding.smallInteger("HostPort"), 0))
                        .findFirst()
                        .ifPresent(port -> open.add(
                                new OpenPorts.PublicPort(Integer.parseInt(inside.group(1)), address.get(), port)));
            }
        }
        return new OpenPorts(open, null);
    }

    private static Stream<Integer> port(OptionalInt told, int shift) {
        return told.stream()
                .map(port -> port + shift)
                .filter(port -> port >= 1 && port <= 65_535)
                .boxed();
    }

    /** The machine bills while it runs or is frozen, the disk always, neither while the host is offline. */
    private static @Nullable Rates burning(JsonFields json, String status) {
        Optional<BigDecimal> total = json.decimal("dph_total").filter(price -> price.signum() >= 0);
        Optional<BigDecimal> disk = json.decimal("storage_total_cost").filter(price -> price.signum() >= 0);
        if (total.isEmpty() || disk.isEmpty()) {
            return null;
        }
        if (status.equals("offline")) {
            return Rates.NONE;
        }
        UsdPerHour storage = new UsdPerHour(disk.get());
        // Without a heartbeat it is taken to run: better to expect too high a bill.
        boolean runs = RUNS.contains(status) || status.equals("unknown");
        UsdPerHour compute = new UsdPerHour(total.get()).minusAtLeastZero(storage);
        return new Rates(runs ? compute : UsdPerHour.ZERO, storage);
    }

    private static String word(JsonFields json, String field) {
        return json.text(field).orElse("").toLowerCase(Locale.ROOT);
    }
}

package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.SshEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An instance in a listing or by its id, flat or with all but {@code type} and {@code id} under {@code attributes}.
 *
 * <pre>{"id": "3f0d0c1a-…", "name": "gpushop-prod-…", "status": "running", "ipAddress": "198.51.100.24",
 *  "portForwards": [{"internal_port": 22, "external_port": 20456}], "rateHourly": 0.469999}</pre>
 */
final class TensorDockInstanceJson {
    private static final int SSH_PORT = 22;
    // Ubuntu images make `user` and give it `ssh_key`; the platform's own start writes an empty authorized_keys for
    // root, so root
    // depends on cloud-init alone (clients read in 2026).
    private static final List<String> LOGINS = List.of("user", "root");

    private final JsonFields fields;
    private final JsonFields attributes;

    TensorDockInstanceJson(JsonFields fields) {
        this.fields = fields;
        this.attributes = fields.at("attributes");
    }

    /**
     * The id that the answer to a purchase gives: flat, under {@code data}, or in its attributes. In a refusal only what stands
     * under {@code data} is an instance's.
     */
    static Optional<InstanceId> idIn(ApiAnswer answer, boolean isRefusal) {
        return answer.json()
                .flatMap(body -> new TensorDockInstanceJson(body.at("data"))
                        .text("id")
                        .or(() -> isRefusal ? Optional.empty() : body.text("id")))
                .filter(TensorDockApi::isInstanceId)
                .map(id -> new InstanceId(TensorDockApi.ID, id));
    }

    /**
     * Empty when this is no instance as we know them: it lacks an id, a name or a status.
     *
     * @param wantsForward whether port 22 was to be forwarded to the instance of that name
     */
    Optional<InstanceView> view(Predicate<String> wantsForward) {
        Optional<String> id = text("id");
        Optional<String> status = text("status");
        if (id.isEmpty() || status.isEmpty() || !TensorDockApi.isInstanceId(id.get()) || !isNamed()) {
            return Optional.empty();
        }
        TensorDockStatus state = TensorDockStatus.of(status.get());
        boolean unreached = state.condition() == InstanceCondition.RUNNING
                && lacksForward()
                && wantsForward.test(text("name").orElse(""));
        return Optional.of(new InstanceView(
                new InstanceId(TensorDockApi.ID, id.get()),
                text("name").orElse(""),
                unreached ? InstanceCondition.STUCK : state.condition(),
                endpoints(),
                ports(),
                state.bills() ? rates() : Rates.NONE,
                null,
                unreached
                        ? status.get() + ", but the forward of port 22 that was asked for was ignored"
                        : status.get()));
    }

    /** It has an address, and no port of it leads to SSH. */
    private boolean lacksForward() {
        return text("ipAddress").isPresent() && sshForward().isEmpty();
    }

    private Optional<Integer> sshForward() {
        return forwards()
                .filter(forward -> port(forward, "internal") == SSH_PORT)
                .map(forward -> port(forward, "external"))
                .filter(TensorDockInstanceJson::isPort)
                .findFirst();
    }

    /** Through the forwarded port where one leads to SSH, which then is at a shared address; else directly. */
    private List<SshEndpoint> endpoints() {
        Optional<String> address = text("ipAddress");
        if (address.isEmpty()) {
            return List.of();
        }
        int port = sshForward().orElse(SSH_PORT);
        return LOGINS.stream()
                .map(login -> new SshEndpoint(address.get(), port, login))
                .toList();
    }

    /** Without any forward the address is the instance's own, with every port open. */
    private OpenPorts ports() {
        Optional<String> address = text("ipAddress");
        if (address.isEmpty()) {
            return OpenPorts.NONE;
        }
        List<OpenPorts.PublicPort> mapped = forwards()
                .filter(forward -> port(forward, "internal") != SSH_PORT)
                .filter(forward -> isPort(port(forward, "internal")) && isPort(port(forward, "external")))
                .map(forward ->
                        new OpenPorts.PublicPort(port(forward, "internal"), address.get(), port(forward, "external")))
                .toList();
        return new OpenPorts(mapped, forwards().findAny().isEmpty() ? address.get() : null);
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    private Stream<JsonFields> forwards() {
        return Stream.of(fields, attributes).flatMap(part -> part.at("portForwards").elements().stream());
    }

    private static int port(JsonFields forward, String side) {
        return forward.smallInteger(side + "_port")
                .orElse(forward.smallInteger(side + "Port").orElse(0));
    }

    /** All in one sum, as TensorDock bills it; null when this answer doesn't tell. */
    private @Nullable Rates rates() {
        return fields.decimal("rateHourly")
                .or(() -> attributes.decimal("rateHourly"))
                .filter(rate -> rate.signum() >= 0)
                .map(rate -> new Rates(new UsdPerHour(rate), UsdPerHour.ZERO))
                .orElse(null);
    }

    private Optional<String> text(String name) {
        return fields.text(name).or(() -> attributes.text(name));
    }

    /** Whether there is a name, maybe an empty one; one of another kind might be ours. */
    private boolean isNamed() {
        return (fields.has("name") || attributes.has("name"))
                && fields.isTextIfAny("name")
                && attributes.isTextIfAny("name");
    }
}

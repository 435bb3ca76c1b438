package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiExchange;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LaunchOutcome.Launched;
import io.gpushopper.domain.session.LaunchOutcome.Rejected;
import io.gpushopper.domain.session.LaunchOutcome.Unknown;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.StartCommand;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a purchase says, and what its answer tells (docs/PROVIDERS.md, Vast.ai: purchase). A refusal may name an instance, which then
 * exists and bills. Whatever is neither a success that names one nor a refusal of a known kind leaves it open. Immutable.
 */
final class VastAiLaunch {
    // Logins land in tmux without the file.
    private static final String FIRST = "touch ~/.no_auto_tmux; ";
    // User variables reach logins only by /etc/environment.
    private static final String ENVIRONMENT = "env >> /etc/environment";
    /** What Vast.ai takes of {@code onstart}, and of all names and values of {@code env} together. */
    private static final int LONGEST_ON_START = 4_096;

    private static final int LARGEST_ENVIRONMENT = 32_768;
    private static final String START_VARIABLE = "GPUSHOPPER_START";
    private static final String SHELL = "/bin/sh";
    private static final Set<ErrorKind> DEFINITE = EnumSet.of(
            ErrorKind.OFFER_GONE,
            ErrorKind.INSUFFICIENT_FUNDS,
            ErrorKind.UNAUTHORIZED,
            ErrorKind.RATE_LIMITED,
            ErrorKind.INVALID_REQUEST);

    private VastAiLaunch() {}

    /**
     * The body of the purchase. It has a price only for an offer that is a bid: what has one is a bid. And it asks to be refused rather than queued: a queued
     * instance starts, and bills, whenever it pleases. A template brings its image and its variables; what is said here goes before what it
     * says, the run type above all, without which many bring no SSH.
     */
    static ObjectNode order(LaunchRequest request, String usualImage) {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("client_id", "me");
        Setup setup = request.setup();
        TemplateId template = setup.template();
        if (template != null) {
            order.put("template_hash_id", template.value());
        }
        if (setup.image() != null || template == null) {
            order.put("image", setup.imageOr(usualImage));
        }
        order.put("disk", request.diskGb())
                .put("label", request.tag().text())
                .put("runtype", LaunchTerms.parse(request.launchTerms()).runtype(setup.mode()))
                .put("cancel_unavail", true)
                .put("target_state", "running");
        BigDecimal bid = LaunchTerms.parse(request.launchTerms()).bid();
        if (bid != null) {
            order.put("price", bid);
        }
        putCommand(order, request);
        ObjectNode env = order.putObject("env");
        environment(setup, request.secrets()).forEach(env::put);
        return order;
    }

    /** Why no instance can be set up so on a machine of those terms; empty when one can. */
    static Optional<String> unsupported(LaunchTerms terms, Setup setup, SetupSecrets secrets) {
        int most = terms.portsFor(setup.mode());
        if (setup.ports().size() > most) {
            return Optional.of("exposed_ports: the machine of this offer has " + most + " ports to open");
        }
        int size = environment(setup, secrets).entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        return size > LARGEST_ENVIRONMENT
                ? Optional.of("env and on_start_cmd are too large together: " + size + " characters where "
                        + LARGEST_ENVIRONMENT + " are taken")
                : Optional.empty();
    }

    /** In the run type without a login {@code onstart} is what runs in place of the image's own program. */
    private static void putCommand(ObjectNode order, LaunchRequest request) {
        SetupSecrets secrets = request.secrets();
        Optional<StartCommand> command = StartCommand.of(secrets);
        if (request.setup().hasLogin()) {
            order.put("onstart", command.map(VastAiLaunch::onStart).orElse(FIRST + ENVIRONMENT));
        } else if (command.isPresent()) {
            order.put("onstart", SHELL).putArray("args").add("-c").add(StartCommand.runLineFrom(START_VARIABLE));
        } else {
            ArrayNode arguments = order.putArray("args");
            request.arguments().forEach(arguments::add);
        }
    }

    private static String onStart(StartCommand command) {
        return travelsInVariable(command)
                ? FIRST + StartCommand.writeLineFrom(START_VARIABLE) + "; " + ENVIRONMENT + "; "
                        + StartCommand.runLine()
                : inScript(command);
    }

    private static String inScript(StartCommand command) {
        return FIRST + ENVIRONMENT + "; " + command.writeLine() + "; " + StartCommand.runLine();
    }

    private static boolean travelsInVariable(StartCommand command) {
        return inScript(command).length() > LONGEST_ON_START;
    }

    /** Variables, and as Docker's flags the ports. */
    private static Map<String, String> environment(Setup setup, SetupSecrets secrets) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("TZ", "UTC");
        env.putAll(secrets.environment());
        StartCommand.of(secrets)
                .filter(command -> !setup.hasLogin() || travelsInVariable(command))
                .ifPresent(command -> env.put(START_VARIABLE, command.base64()));
        setup.ports().forEach(port -> env.put("-p " + port + ":" + port, "1"));
        return env;
    }

    static LaunchOutcome outcome(ApiExchange exchange) {
        return exchange.match(
                answered -> afterAnswer(answered.answer(), Optional.ofNullable(answered.failure())),
                notSent ->
                        new Rejected(notSent.failure().kind(), notSent.failure().message(), null),
                lost -> new Unknown(lost.failure().message()));
    }

    private static LaunchOutcome afterAnswer(ApiAnswer answer, Optional<ApiFailure> failure) {
        Optional<InstanceId> created = answer.json()
                .flatMap(body -> body.text("new_contract"))
                .filter(id -> VastAiApi.isNumber(id) && !id.matches("0+"))
                .map(id -> new InstanceId(VastAiProviderFactory.ID, id));
        boolean succeeded = answer.isOk()
                && answer.json().flatMap(body -> body.flag("success")).orElse(false);
        if (created.isPresent()) {
            return succeeded
                    ? new Launched(created.get())
                    : new Rejected(
                            failure.map(ApiFailure::kind)
                                    .filter(VastAiLaunch::explainsARefusal)
                                    .orElse(ErrorKind.OFFER_GONE),
                            failure.map(ApiFailure::message).orElse("create brought an instance and no success"),
                            created.get());
        }
        if (failure.isPresent() && DEFINITE.contains(failure.get().kind()) && answer.status() < 500) {
            return new Rejected(failure.get().kind(), failure.get().message(), null);
        }
        return new Unknown(failure.map(ApiFailure::message).orElse("create brought a success without an instance"));
    }

    /** A request that made an instance was not at fault: it could not be had as it was asked for, and another offer may. */
    private static boolean explainsARefusal(ErrorKind kind) {
        return kind != ErrorKind.MALFORMED && kind != ErrorKind.INVALID_REQUEST;
    }
}

package io.gpushopper.server.sessions;

import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.server.http.Problems;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a create that say how its instance is set up. Values of the environment and the command may be secret: no message
 * repeats them. Confined to one request.
 */
final class SetupFields {
    private static final int MOST_PORTS = 16;
    private static final int SSH_PORT = 22;
    private static final int LONGEST_IMAGE = 1_024;
    private static final int LARGEST_COMMAND = 16 * 1_024;
    private static final int MOST_VARIABLES = 64;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 4_096;
    // With the largest command this still fits into what Vast.ai takes.
    private static final int LARGEST_ENVIRONMENT = 8 * 1_024;
    private static final String RESERVED = "GPUSHOPPER_";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");

    private final CreateSessionRequest body;
    private final Problems problems;

    SetupFields(CreateSessionRequest body, Problems problems) {
        this.body = body;
        this.problems = problems;
    }

    Setup setup() {
        return new Setup(image(), ports(), template());
    }

    SetupSecrets secrets() {
        return new SetupSecrets(command(), environment());
    }

    private @Nullable String image() {
        String image = body.dockerImage();
        if (image == null || image.isEmpty()) {
            return null;
        }
        if (image.length() > LONGEST_IMAGE || !IMAGE.matcher(image).matches()) {
            problems.addInvalid(
                    "docker_image", "must be the name of an image of at most " + LONGEST_IMAGE + " characters", image);
            return null;
        }
        return image;
    }

    private @Nullable TemplateId template() {
        String hash = body.templateHashId();
        if (hash == null || hash.isEmpty()) {
            return null;
        }
        Optional<TemplateId> template = TemplateId.parse(hash);
        if (template.isEmpty()) {
            problems.addInvalid("template_hash_id", "must be 1 to 128 letters, digits, _ and -", hash);
        }
        return template.orElse(null);
    }

    private List<Integer> ports() {
        List<Integer> ports = body.exposedPorts();
        boolean good = ports.size() <= MOST_PORTS
                && new HashSet<>(ports).size() == ports.size()
                && ports.stream().allMatch(port -> port != null && port >= 1 && port <= 65_535 && port != SSH_PORT);
        if (!good) {
            problems.add(
                    "exposed_ports",
                    "exposed_ports must be at most " + MOST_PORTS
                            + " different ports from 1 to 65535, without 22, which is always open");
            return List.of();
        }
        return ports;
    }

    private @Nullable String command() {
        String command = body.onStartCmd();
        if (command == null || command.isBlank()) {
            return null;
        }
        if (command.getBytes(StandardCharsets.UTF_8).length > LARGEST_COMMAND || command.indexOf('\0') >= 0) {
            problems.add(
                    "on_start_cmd", "on_start_cmd must be at most " + LARGEST_COMMAND + " bytes without a zero byte");
            return null;
        }
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> env = body.env();
        int size = 0;
        for (Map.Entry<String, String> variable : env.entrySet()) {
            String name = variable.getKey();
            size += name.length() + variable.getValue().length();
            if (name.length() > LONGEST_NAME || !VARIABLE.matcher(name).matches()) {
                problems.addInvalid(
                        "env",
                        "a name is at most " + LONGEST_NAME + " letters, digits and _, and begins with no digit",
                        name);
            } else if (name.startsWith(RESERVED)) {
                problems.addInvalid("env", "names that begin with " + RESERVED + " are reserved", name);
            } else if (!FieldRules.isLine(variable.getValue(), LONGEST_VALUE)) {
                problems.add(
                        "env",
                        "env: the value of " + name + " must be at most " + LONGEST_VALUE
                                + " characters without control characters");
            }
        }
        if (env.size() > MOST_VARIABLES || size > LARGEST_ENVIRONMENT) {
            problems.add(
                    "env",
                    "env must be at most " + MOST_VARIABLES + " variables with " + LARGEST_ENVIRONMENT
                            + " characters together");
        }
        return problems.isNamed("env") ? Map.of() : env;
    }
}

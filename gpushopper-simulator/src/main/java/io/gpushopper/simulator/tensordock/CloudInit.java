package io.gpushopper.simulator.tensordock;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.machine.SimulatedMachine;
import java.util.StringJoiner;

/** Carries out what a create asks for at first boot. Source: docs/PROVIDERS.md, TensorDock: logins. */
final class CloudInit {

    private static final String LOGIN_USER = "user";

    private final InstanceOrder order;
    private final SimulatedMachine machine;

    CloudInit(InstanceOrder order, SimulatedMachine machine) {
        this.order = order;
        this.machine = machine;
    }

    /** Files first, then the platform's own key for {@code user}, then the commands, as root and in order. */
    void run() {
        order.cloudInit().path("write_files").forEach(this::write);
        if (!order.sshKey().isEmpty()) {
            machine.authorise(LOGIN_USER, order.sshKey());
        }
        order.cloudInit().path("runcmd").forEach(command -> machine.run(line(command)));
    }

    private void write(JsonNode file) {
        machine.writeFile(
                file.path("path").asText(),
                file.path("content").asText(),
                file.path("owner").asText("root"),
                file.path("permissions").asText("0644"));
    }

    /** A command is a line for the shell, or a list of words that the shell must not take apart. */
    private static String line(JsonNode command) {
        if (!command.isArray()) {
            return command.asText();
        }
        StringJoiner words = new StringJoiner(" ");
        command.forEach(word -> words.add("'" + word.asText().replace("'", "'\\''") + "'"));
        return words.toString();
    }
}

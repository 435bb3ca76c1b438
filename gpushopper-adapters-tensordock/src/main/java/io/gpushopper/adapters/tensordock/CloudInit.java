package io.gpushopper.adapters.tensordock;

import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.StartCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The commands that cloud-init runs at the first boot. The first let keys log in. They go with {@code ssh_key} because clients disagree
 * on which of the two works (both were seen to fail). They only ever append, for the platform writes these files too, and
 * running them twice changes nothing. {@link SshPublicKey} holds no quote and no line break, so a key is safe in a command.
 * Variables come next, for who logs in and for the start command, which comes last: whatever it does, the rest is done.
 */
final class CloudInit {
    private static final String VARIABLES = "/root/.gpushopper-environment";

    private CloudInit() {}

    /** The commands, in order, with the keys for the two accounts that an Ubuntu image has. */
    static List<String> runcmd(List<SshPublicKey> keys, SetupSecrets setup) {
        List<String> commands = new ArrayList<>();
        append(commands, "root", "/root/.ssh", keys);
        append(commands, "user", "/home/user/.ssh", keys);
        if (!setup.environment().isEmpty()) {
            commands.add(decoded(lines(setup, CloudInit::forLogins)) + " >> /etc/environment");
            commands.add("( umask 077; " + decoded(lines(setup, CloudInit::forShells)) + " > " + VARIABLES + " )");
        }
        // In shells of their own: all commands become one script, and the consumer's is to find its umask as usual.
        StartCommand.of(setup).ifPresent(command -> {
            commands.add("( umask 077; touch " + VARIABLES + "; " + command.writeLine() + " )");
            commands.add("( . " + VARIABLES + "; " + StartCommand.runLine() + " )");
        });
        return commands;
    }

    private static String lines(SetupSecrets setup, BiFunction<String, String, String> line) {
        return setup.environment().entrySet().stream()
                .map(variable -> line.apply(variable.getKey(), variable.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    /** As {@code pam_env} reads it: quotes around the value are dropped, and nothing in it means anything. */
    private static String forLogins(String name, String value) {
        return name + "=\"" + value + "\"";
    }

    private static String forShells(String name, String value) {
        return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }

    /** A command that prints the text, of which nothing can be taken for another command. */
    private static String decoded(String text) {
        return "echo " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + " | base64 -d";
    }

    private static void append(List<String> commands, String owner, String directory, List<SshPublicKey> keys) {
        String file = directory + "/authorized_keys";
        commands.add("install -d -m 700 -o " + owner + " -g " + owner + " " + directory);
        for (SshPublicKey key : keys) {
            // The line break before the key: a file may end without one, and then two keys would be none.
            commands.add("grep -qF '%1$s' %3$s 2>/dev/null || printf '\\n%%s\\n' '%2$s' >> %3$s"
                    .formatted(key.withoutComment(), key.line(), file));
        }
        commands.add("chmod 600 " + file);
        commands.add("chown " + owner + ":" + owner + " " + file);
    }
}

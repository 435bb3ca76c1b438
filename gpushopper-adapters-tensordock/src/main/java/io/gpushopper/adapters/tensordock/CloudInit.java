package io.gpushopper.adapters.tensordock;

import io.gpushopper.domain.session.SshPublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands that let keys log in, run by cloud-init at the first boot. They go with {@code ssh_key} because clients disagree
 * on which of the two works (both were seen to fail). They only ever append, for the platform writes these files too, and
 * running them twice changes nothing. {@link SshPublicKey} holds no quote and no line break, so a key is safe in a command.
 */
final class CloudInit {
    private CloudInit() {}

    /** The commands for the two accounts that an Ubuntu image has, in order. */
    static List<String> runcmd(List<SshPublicKey> keys) {
        List<String> commands = new ArrayList<>();
        append(commands, "root", "/root/.ssh", keys);
        append(commands, "user", "/home/user/.ssh", keys);
        return commands;
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

package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.SshPublicKey;

/**
 * The one command that a probe runs: it makes sure of a key in the user's {@code authorized_keys} and says so. POSIX sh,
 * idempotent; it only ever appends. Immutable.
 */
final class AppendKeyCommand {
    private static final String MARKER = "gpushopper-key-present";

    // The marker is put together by the shell: a server that only echoes the command does not pass for one that ran it.
    private static final String SAY_MARKER = "echo gpushopper-key-\"present\"";

    private final String script;

    AppendKeyCommand(SshPublicKey key) {
        // Letters, digits, '+', '/', '=' and blanks, as the key's type promises: it means itself in quotes and in a
        // pattern.
        String same = key.withoutComment();
        String isThere = "grep -q -e '^" + same + "$' -e '^" + same + " ' \"$f\"";
        // A file whose last line lacks its line feed would swallow the key; $() drops a last line feed.
        String append = "{ [ -z \"$(tail -c 1 \"$f\")\" ] || echo; echo '" + key.line() + "'; } >> \"$f\"";
        this.script = "umask 077; f=\"$HOME/.ssh/authorized_keys\"; "
                + "mkdir -p \"$HOME/.ssh\" && touch \"$f\" && { " + isThere + " || " + append + "; } && "
                + isThere + " && " + SAY_MARKER;
    }

    String script() {
        return script;
    }

    /** Whether this output, which may begin with whatever the machine greets with, proves that the key is there. */
    static boolean proves(String output) {
        return output.lines().anyMatch(line -> line.strip().equals(MARKER));
    }
}

package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshPublicKey;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes sure of keys in the user's {@code authorized_keys}, says so, and names the GPUs. POSIX sh, idempotent; it only ever appends.
 * Immutable.
 */
final class AppendKeys implements Errand {
    private static final String MARKER = "gpushopper-key-present";

    // The marker is put together by the shell: a server that only echoes the command does not pass for one that ran it.
    private static final String SAY_MARKER = "echo gpushopper-key-\"present\"";

    private static final String NAME_GPUS = "nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null";
    private static final int MAX_GPUS = 64;

    private final String script;

    AppendKeys(List<SshPublicKey> keys) {
        this.script = keys.stream()
                .map(AppendKeys::makeSureOf)
                .collect(Collectors.joining(
                        " && ",
                        "umask 077; f=\"$HOME/.ssh/authorized_keys\"; mkdir -p \"$HOME/.ssh\" && touch \"$f\" && ",
                        " && " + SAY_MARKER + "; " + NAME_GPUS));
    }

    private static String makeSureOf(SshPublicKey key) {
        // Letters, digits, '+', '/', '=' and blanks, as the key's type promises: it means itself in quotes and in a
        // pattern.
        String same = key.withoutComment();
        String isThere = "grep -q -e '^" + same + "$' -e '^" + same + " ' \"$f\"";
        // A file whose last line lacks its line feed would swallow the key; $() drops a last line feed.
        String append = "{ [ -z \"$(tail -c 1 \"$f\")\" ] || echo; echo '" + key.line() + "'; } >> \"$f\"";
        return "{ " + isThere + " || " + append + "; } && " + isThere;
    }

    @Override
    public String script() {
        return script;
    }

    @Override
    public boolean isDone(String output) {
        return output.lines().anyMatch(line -> line.strip().equals(MARKER));
    }

    @Override
    public List<String> gpus(String output) {
        return output.lines()
                .map(String::strip)
                .dropWhile(line -> !line.equals(MARKER))
                .skip(1)
                .filter(line -> !line.isEmpty())
                .limit(MAX_GPUS)
                .map(Login::harmless)
                .toList();
    }

    @Override
    public ProbeStage stage() {
        return ProbeStage.CONSUMER_KEY;
    }

    @Override
    public String failure() {
        return "the key could not be added";
    }
}

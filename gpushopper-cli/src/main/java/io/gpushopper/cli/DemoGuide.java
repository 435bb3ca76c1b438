package io.gpushopper.cli;

import java.net.URI;
import java.nio.file.Path;

/**
 * What to try while the demo runs: commands for any POSIX shell, which need curl and OpenSSH and nothing else. What they write lies in
 * the demo's own directory and goes away with it.
 */
final class DemoGuide {
    private static final String TEXT = """

            Three commands to try, in another terminal:

            1. The cheapest offers of both providers
            curl '@API@/inventory?limit=3'

            2. Rent a cheap one for an hour; its private key is in this answer only, and goes to a file
            (umask 077; D=@DIR@; curl -s @API@/sessions -H 'Content-Type: application/json' -d '{"consumer_id":"me","offer_id":"@OFFER@","workload_type":"ssh","reservation_hours":1}' -o "$D/session"; printf %b "$(sed -n 's/.*"ssh_private_key":"\\([^"]*\\)".*/\\1/p' "$D/session")" >"$D/key"; sed 's/-----BEGIN[^"]*/.../' "$D/session"; echo)

            3. When it runs, some 10 s later: log in, see its GPUs, and end it
            (D=@DIR@; get() { sed -n 's/.*"'$1'":"*\\([^",}]*\\).*/\\1/p' "$D/session"; }; S=@API@/sessions/$(get id); while curl -sf $S -o "$D/session" && grep -Eq '"status":"(pending|provisioning)"' "$D/session"; do sleep 1; done; ssh -i "$D/key" -o UserKnownHostsFile="$D/hosts" -o StrictHostKeyChecking=accept-new -p "$(get ssh_port)" "$(get ssh_user)@$(get ssh_host)" nvidia-smi -L; curl -s -X DELETE $S; echo)

            Ctrl-C ends the demo, its machines and its database.

            """;

    private DemoGuide() {}

    static String text(URI server, Path directory, String offerId) {
        return TEXT.replace("@API@", server + "/api/v1")
                .replace("@DIR@", quoted(directory.toString()))
                .replace("@OFFER@", offerId);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

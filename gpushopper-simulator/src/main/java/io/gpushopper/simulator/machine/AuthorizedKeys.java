package io.gpushopper.simulator.machine;

import io.gpushopper.simulator.machine.unix.FileStatus;
import io.gpushopper.simulator.machine.unix.UnixWorld;
import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/**
 * Decides logins by the user's {@code authorized_keys}, read each time. As with sshd's {@code StrictModes} and its reading
 * of the file as the user, a file or directory on the way that belongs to somebody else, that others may write to, or that
 * the user cannot read, makes every key be refused.
 */
final class AuthorizedKeys implements PublickeyAuthenticator {

    private static final int GROUP_OR_OTHERS_WRITE = 0022;
    private static final int OWNER_READS = 0400;
    private static final int OTHERS_READ = 0004;

    private final UnixWorld world;
    private final Set<String> loginUsers;

    AuthorizedKeys(UnixWorld world, List<String> loginUsers) {
        this.world = world;
        this.loginUsers = Set.copyOf(loginUsers);
    }

    static String path(String user) {
        return UnixWorld.home(user) + "/.ssh/authorized_keys";
    }

    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        if (!loginUsers.contains(user) || !isTrusted(user)) {
            return false;
        }
        String wanted = " " + PublicKeyEntry.toString(key) + " ";
        return world.text(path(user))
                .orElse("")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .anyMatch(line -> (" " + line.strip() + " ").contains(wanted));
    }

    private boolean isTrusted(String user) {
        try {
            FileStatus keys = world.files().status(path(user));
            boolean readable =
                    user.equals("root") || (keys.mode() & (keys.owner().equals(user) ? OWNER_READS : OTHERS_READ)) != 0;
            return readable
                    && isSafe(keys, user)
                    && isSafe(world.files().status(UnixWorld.home(user) + "/.ssh"), user)
                    && isSafe(world.files().status(UnixWorld.home(user)), user);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isSafe(FileStatus status, String user) {
        boolean owned = status.owner().equals(user) || status.owner().equals("root");
        return owned && (status.mode() & GROUP_OR_OTHERS_WRITE) == 0;
    }
}

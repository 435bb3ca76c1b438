package io.gpushopper.server;

import io.gpushopper.server.config.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the server listens. Confined to the thread that starts it, then immutable. */
final class Connectors {
    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);
    private static final String ADMIN = "admin";

    private final List<ServerConnector> all;

    private Connectors(List<ServerConnector> all) {
        this.all = all;
    }

    /**
     * Takes the ports, before anything else begins that would have to be undone.
     *
     * @throws StartupException when one is not to be had
     */
    static Connectors open(Server server) {
        List<ServerConnector> all = Arrays.stream(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .toList();
        Connectors connectors = new Connectors(all);
        for (ServerConnector connector : all) {
            try {
                connector.open();
            } catch (IOException | RuntimeException taken) {
                connectors.release();
                throw refusal(connector, taken);
            }
        }
        return connectors;
    }

    /** Gives the ports back, of a server that never started. */
    void release() {
        all.forEach(ServerConnector::close);
    }

    URI application() {
        return uri(all.stream()
                .filter(connector -> !isAdmin(connector))
                .findFirst()
                .orElseThrow());
    }

    URI admin() {
        return uri(all.stream().filter(Connectors::isAdmin).findFirst().orElseThrow());
    }

    /**
     * Says so when strangers may reach what asks nobody who he is: the admin pages, and the API where it has no tokens.
     */
    void warnOfStrangers(Tokens tokens) {
        for (ServerConnector connector : all) {
            if (!isLoopback(connector.getHost()) && (isAdmin(connector) || tokens == Tokens.NONE)) {
                LOG.warn(
                        "{} on {}:{} without access tokens: {}; set SERVER_HOST to 127.0.0.1, {}",
                        isAdmin(connector) ? "the admin port listens" : "the API listens",
                        connector.getHost() == null ? "every address" : connector.getHost(),
                        connector.getLocalPort(),
                        isAdmin(connector)
                                ? "whoever reaches it can read how the server is, and change what it logs"
                                : "whoever reaches it can rent machines at your expense",
                        isAdmin(connector)
                                ? "or let only those through whom you trust"
                                : "or configure AUTH_TOKENS, or let only those through whom you trust");
            }
        }
    }

    /** Whether the API asks for tokens. */
    enum Tokens {
        NONE,
        CONFIGURED
    }

    private static boolean isAdmin(ServerConnector connector) {
        return ADMIN.equals(connector.getName());
    }

    private static boolean isLoopback(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static URI uri(ServerConnector connector) {
        String scheme = connector
                        .getDefaultProtocol()
                        .toLowerCase(java.util.Locale.ROOT)
                        .startsWith("ssl")
                ? "https"
                : "http";
        String host = connector.getHost() == null || isAny(connector.getHost()) ? "127.0.0.1" : connector.getHost();
        String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + shown + ":" + connector.getLocalPort());
    }

    private static boolean isAny(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static StartupException refusal(ServerConnector connector, Exception cause) {
        String port = isAdmin(connector)
                ? "ADMIN_PORT (server.adminConnectors)"
                : "SERVER_PORT (server.applicationConnectors)";
        String host = connector.getHost() == null ? "every address" : connector.getHost();
        String why = String.valueOf(deepest(cause).getMessage());
        if (why.contains("Address already in use")) {
            return new StartupException(
                    "port " + connector.getPort() + " on " + host + " is in use: set " + port
                            + " to a free port, or to 0 for any, or stop what uses it",
                    cause);
        }
        if (why.contains("Permission denied")) {
            return new StartupException(
                    "port " + connector.getPort() + " may not be used by this user: set " + port + " to one above 1023",
                    cause);
        }
        return new StartupException(
                "can't listen on " + host + ":" + connector.getPort()
                        + ": set SERVER_HOST to an address of this machine, such as 127.0.0.1",
                cause);
    }

    private static Throwable deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}

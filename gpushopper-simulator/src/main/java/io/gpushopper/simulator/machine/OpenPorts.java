package io.gpushopper.simulator.machine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * A machine's ports beside that of SSH: each has a loopback port of its own that listens, without a thread, or serves web pages, with
 * one that accepts. Thread-safe.
 */
final class OpenPorts implements AutoCloseable {
    private final Map<Integer, ReservedPort> reserved = new LinkedHashMap<>();
    private final List<ServerSocket> listening = new ArrayList<>();
    private final List<HttpServer> serving = new ArrayList<>();
    private boolean closed;

    OpenPorts(List<Integer> inside) {
        inside.forEach(port -> reserved.computeIfAbsent(port, any -> ReservedPort.take()));
    }

    OptionalInt number(int inside) {
        ReservedPort port = reserved.get(inside);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port.number());
    }

    synchronized void serve(WebPages pages, Executor workers) throws IOException {
        if (closed || !serving.isEmpty()) {
            return;
        }
        for (ReservedPort port : reserved.values()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number());
            port.giveTo(() -> {
                HttpServer server = HttpServer.create(address, 0);
                serving.add(server);
                server.createContext("/", pages);
                server.setExecutor(workers);
                server.start();
            });
        }
    }

    synchronized void listen() throws IOException {
        for (ReservedPort port : reserved.values()) {
            ServerSocket socket = new ServerSocket();
            listening.add(socket);
            port.giveTo(() -> socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number())));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        reserved.values().forEach(ReservedPort::close);
        serving.forEach(server -> server.stop(0));
        for (ServerSocket socket : listening) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.gpushopper.simulator.machine;

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

/** A machine's ports beside that of SSH: each has a loopback port of its own that listens, without a thread. Thread-safe. */
final class OpenPorts implements AutoCloseable {
    private final Map<Integer, ReservedPort> reserved = new LinkedHashMap<>();
    private final List<ServerSocket> listening = new ArrayList<>();

    OpenPorts(List<Integer> inside) {
        inside.forEach(port -> reserved.computeIfAbsent(port, any -> ReservedPort.take()));
    }

    OptionalInt number(int inside) {
        ReservedPort port = reserved.get(inside);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port.number());
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
        reserved.values().forEach(ReservedPort::close);
        for (ServerSocket socket : listening) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

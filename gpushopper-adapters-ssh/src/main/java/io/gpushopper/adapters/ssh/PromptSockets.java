package io.gpushopper.adapters.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes unconnected sockets that send at once, and shows each to its owner before it is used. Without TCP_NODELAY a
 * login takes 100 ms and more instead of about 10, in steps of the delayed acknowledgement. Immutable.
 */
final class PromptSockets extends SocketFactory {
    /** Who has to be able to close what was made. */
    interface Owner {
        void opened(Socket socket) throws IOException;
    }

    private final Owner owner;

    PromptSockets(Owner owner) {
        this.owner = owner;
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        owner.opened(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw unconnectedOnly();
    }

    private static UnsupportedOperationException unconnectedOnly() {
        return new UnsupportedOperationException("these sockets are made unconnected");
    }
}

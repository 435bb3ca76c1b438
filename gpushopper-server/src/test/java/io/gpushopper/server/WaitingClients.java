package io.gpushopper.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clients of {@link WaitingBenchmark}, in a process of their own and with one thread for all, so that they take as little as can be of
 * what the server needs: half long polls and half event streams. Each line of its input is the URI of a session; it answers with a line of
 * the moments at which each client knew that the session ends, by {@link System#nanoTime}, which on Linux is one for all processes.
 */
final class WaitingClients {
    private final Selector selector;
    private final List<Long> told = new ArrayList<>();

    private WaitingClients(Selector selector) {
        this.selector = selector;
    }

    /** The number of clients is the only argument. */
    public static void main(String... arguments) throws IOException {
        int clients = Integer.parseInt(arguments[0]);
        BufferedReader sessions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = sessions.readLine(); line != null; line = sessions.readLine()) {
            System.out.println(toldOf(URI.create(line), clients));
        }
    }

    private static String toldOf(URI session, int clients) throws IOException {
        try (Selector selector = Selector.open()) {
            WaitingClients all = new WaitingClients(selector);
            for (int i = 0; i < clients; i++) {
                all.ask(session, i % 2 == 0 ? Wait.POLL : Wait.STREAM);
            }
            all.listen(clients);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return String.join(" ", all.told.stream().map(String::valueOf).toList());
        }
    }

    private void ask(URI session, Wait how) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(session.getHost(), session.getPort()));
        channel.write(ByteBuffer.wrap(how.request(session).getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Client(how));
    }

    private void listen(int clients) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (told.size() < clients) {
            selector.select(key -> read(key, buffer));
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        try {
            Client client = (Client) key.attachment();
            int length = ((SocketChannel) key.channel()).read(buffer.clear());
            long now = System.nanoTime();
            if (length > 0) {
                client.heard.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            }
            if (client.how.isOver(client.heard)) {
                told.add(now);
                key.cancel();
            } else if (length < 0) {
                throw new IllegalStateException("a client was not told: " + client.heard);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private record Client(Wait how, StringBuilder heard) {
        Client(Wait how) {
            this(how, new StringBuilder());
        }
    }

    /** How one waits. */
    private enum Wait {
        POLL("?wait_for=stopping", "application/json") {
            @Override
            boolean isOver(CharSequence heard) {
                String answer = heard.toString();
                int body = answer.indexOf("\r\n\r\n") + 4;
                Matcher length = LENGTH.matcher(answer);
                return body > 3
                        && (length.find()
                                ? answer.length() - body >= Integer.parseInt(length.group(1))
                                : answer.endsWith("\r\n0\r\n\r\n"));
            }
        },
        STREAM("/events", "text/event-stream") {
            @Override
            boolean isOver(CharSequence heard) {
                int change = heard.toString().indexOf("\"to\":\"stopping\"");
                return change >= 0 && heard.toString().indexOf("\n\n", change) > 0;
            }
        };

        private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
        private final String path;
        private final String accept;

        Wait(String path, String accept) {
            this.path = path;
            this.accept = accept;
        }

        abstract boolean isOver(CharSequence heard);

        String request(URI session) {
            return "GET " + session.getPath() + path + " HTTP/1.1\r\nHost: " + session.getAuthority() + "\r\nAccept: "
                    + accept + "\r\n\r\n";
        }
    }
}

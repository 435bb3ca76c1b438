package io.gpushopper.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server that listens on 127.0.0.1 alone and can close a connection instead of answering. Thread-safe. */
public final class LoopbackServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    // A delayed answer holds its thread, so there are more of them than a handful of clients needs.
    private static final int MAX_THREADS = 128;
    private static final int MIN_THREADS = 4;
    // Longer than any client waits, so that it is the client's time-out that ends a delayed call.
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final Server server;
    private final ServerConnector connector;

    private LoopbackServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts a server.
     *
     * @param port 0 takes a free one
     * @param site answers every call
     * @return the listening server
     * @throws UncheckedIOException if the port can't be had
     */
    public static LoopbackServer start(int port, Function<HttpCall, HttpAnswer> site) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("simulator-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(LONGEST_SILENCE.toMillis());
        server.addConnector(connector);
        server.setHandler(new SiteHandler(site));
        server.setStopTimeout(0);
        LoopbackServer loopback = new LoopbackServer(server, connector);
        try {
            server.start();
        } catch (IOException e) {
            loopback.close();
            throw new UncheckedIOException("Simulator cannot listen on " + LOOPBACK + ":" + port, e);
        } catch (Exception e) {
            loopback.close();
            throw new IllegalStateException("Simulator did not start", e);
        }
        return loopback;
    }

    /**
     * The port it listens on.
     *
     * @return the port
     */
    public int port() {
        return connector.getLocalPort();
    }

    /** Stops listening and drops every connection. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Simulator did not stop", e);
        }
    }

    private static final class SiteHandler extends Handler.Abstract {

        private final Function<HttpCall, HttpAnswer> site;

        SiteHandler(Function<HttpCall, HttpAnswer> site) {
            this.site = site;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            HttpAnswer answer = answer(read(request));
            if (answer.isDropped()) {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
                callback.succeeded();
                return true;
            }
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            answer.headers().forEach(response.getHeaders()::put);
            Content.Sink.write(response, true, answer.body(), callback);
            return true;
        }

        private HttpAnswer answer(HttpCall call) {
            try {
                return site.apply(call);
            } catch (RuntimeException e) {
                LOG.error("Simulator failed to answer {}", call, e);
                return HttpAnswer.literal(500, "{\"error\":\"The simulator has a bug; its log says which\"}");
            }
        }

        private static HttpCall read(Request request) throws Exception {
            Map<String, String> query = new TreeMap<>();
            for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
                query.put(
                        field.getName(), field.getValues().get(field.getValues().size() - 1));
            }
            Map<String, String> headers = new TreeMap<>();
            for (HttpField field : request.getHeaders()) {
                headers.put(field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue());
            }
            String path = Request.getPathInContext(request);
            return new HttpCall(
                    request.getMethod(),
                    path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                    query,
                    headers,
                    Content.Source.asString(request, StandardCharsets.UTF_8));
        }
    }
}

package io.gpushopper.simulator.machine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a machine's program answers over HTTP, whatever the method: 200 with the page of that path, else 404. Immutable.
 *
 * @param pages JSON texts by path
 */
record WebPages(Map<String, String> pages) implements HttpHandler {
    private static final String NOTHING = "{\"error\":\"not found\"}";

    WebPages {
        pages = Map.copyOf(pages);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = (page == null ? NOTHING : page).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}

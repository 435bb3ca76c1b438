package io.gpushopper.server.http;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.sdk.wire.WireJson;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes the API's error body where the HTTP server refuses a request before it reaches us. Thread-safe. */
public final class JettyErrors implements Request.Handler {
    private static final ObjectMapper MAPPER = WireJson.mapper();
    /** What the server lets through at all, for a method that it does not. */
    private static final String METHODS = "GET, POST, DELETE, HEAD, OPTIONS";

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws JsonProcessingException {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        String id = RequestIds.orNew(requireNonNullElse(
                (String) request.getAttribute(RequestIds.KEY),
                requireNonNullElse(request.getHeaders().get(RequestIds.HEADER), "")));
        String path = request.getHttpURI() == null
                ? ""
                : requireNonNullElse(request.getHttpURI().getPath(), "");
        ErrorAnswer answer = ErrorMapper.ofStatus(status, path);
        response.setStatus(status);
        response.getHeaders().put(RequestIds.HEADER, id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        if (status == 405 && !response.getHeaders().contains(HttpHeader.ALLOW)) {
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
        }
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            // Whoever asked for a tunnel waits for its other end.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        Content.Sink.write(response, true, MAPPER.writeValueAsString(answer.body(id)), callback);
        return true;
    }
}

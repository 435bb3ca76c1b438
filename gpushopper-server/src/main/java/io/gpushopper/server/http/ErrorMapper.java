package io.gpushopper.server.http;

import io.gpushopper.sdk.wire.ErrorType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the API's error body of everything that is thrown while a request is handled. Thread-safe. */
public final class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

    @Context
    private @Nullable HttpServletRequest request;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof WebApplicationException refusal) {
            return ofFramework(refusal);
        }
        return Failures.answer(thrown).response(requestId());
    }

    private Response ofFramework(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        if (given.getStatus() >= 500) {
            LOG.error("a request failed by a fault of the server", refusal);
        }
        Response answer = ofStatus(given.getStatus(), path()).response(requestId());
        String allowed = given.getHeaderString(HttpHeaders.ALLOW);
        return allowed == null
                ? answer
                : Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, allowed)
                        .build();
    }

    /** What a bare status means, of a framework that answers by itself. */
    static ErrorAnswer ofStatus(int status, String path) {
        return switch (status) {
            case 401 -> ErrorAnswer.of(401, ErrorType.UNAUTHORIZED, "unauthorized");
            case 403 -> ErrorAnswer.of(403, ErrorType.FORBIDDEN, "forbidden");
            case 404 -> ErrorAnswer.of(404, ErrorType.NOT_FOUND, "no such path: " + Reflected.of(path));
            case 405 -> ErrorAnswer.of(405, ErrorType.METHOD_NOT_ALLOWED, "the path has no such method");
            case 406 -> ErrorAnswer.of(406, ErrorType.NOT_ACCEPTABLE, "the answer can be had as application/json only");
            case 413 -> ErrorAnswer.of(413, ErrorType.PAYLOAD_TOO_LARGE, "the body must be at most 1 MiB");
            case 415 ->
                ErrorAnswer.of(415, ErrorType.UNSUPPORTED_MEDIA_TYPE, "the body must be of the type application/json");
            default -> ofOther(status);
        };
    }

    private static ErrorAnswer ofOther(int status) {
        if (status == 505 || status == 426) {
            return ErrorAnswer.of(status, ErrorType.INVALID_REQUEST, "the server speaks HTTP/1.1 and HTTP/1.0 alone");
        }
        if (status >= 500 || status < 400) {
            return Failures.internal();
        }
        Response.Status known = Response.Status.fromStatusCode(status);
        String words = known == null ? "the request can't be served" : known.getReasonPhrase();
        return ErrorAnswer.of(status, ErrorType.INVALID_REQUEST, words.toLowerCase(Locale.ROOT));
    }

    private @Nullable String requestId() {
        return request == null ? null : (String) request.getAttribute(RequestIds.KEY);
    }

    private String path() {
        return request == null ? "" : String.valueOf(request.getRequestURI());
    }
}

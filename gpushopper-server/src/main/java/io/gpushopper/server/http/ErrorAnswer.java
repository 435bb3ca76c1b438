package io.gpushopper.server.http;

import io.gpushopper.sdk.wire.ErrorJson;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.FieldErrorJson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An answer that is no success: its status, its body and, where there is one, how long to wait. Confined to one request. */
public final class ErrorAnswer {
    private static final String CHALLENGE = "Bearer realm=\"gpushopper\"";

    private final int status;
    private final ErrorJson.Builder body;
    private int retryAfterSeconds;

    private ErrorAnswer(int status, ErrorJson.Builder body) {
        this.status = status;
        this.body = body;
    }

    /** An error that says {@code error} to people. */
    public static ErrorAnswer of(int status, ErrorType type, String error) {
        return new ErrorAnswer(status, ErrorJson.builder(error).errorType(type));
    }

    /** A request that breaks these rules, all of them named. */
    public static ErrorAnswer invalid(ErrorType type, List<FieldErrorJson> broken) {
        String error =
                String.join("; ", broken.stream().map(FieldErrorJson::message).toList());
        return of(Response.Status.BAD_REQUEST.getStatusCode(), type, error).with(body -> body.details(broken));
    }

    /** Adds to the body. */
    public ErrorAnswer with(Consumer<ErrorJson.Builder> more) {
        more.accept(body);
        return this;
    }

    /** Asks to try again after the time, at least a second from now. */
    public ErrorAnswer retryAfter(Duration wait) {
        retryAfterSeconds =
                Math.toIntExact(Math.max(1, Math.min(wait.plusMillis(999).toSeconds(), 3_600)));
        body.retrySuggested(true).retryAfterSeconds(retryAfterSeconds);
        return this;
    }

    int status() {
        return status;
    }

    /** The seconds to wait; null when nothing is said about it. */
    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds == 0 ? null : retryAfterSeconds;
    }

    ErrorJson body(@Nullable String requestId) {
        return body.requestId(requestId).build();
    }

    /** The answer to the request of that id. */
    Response response(@Nullable String requestId) {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body(requestId));
        if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (retryAfterSeconds > 0) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
        }
        if (status == Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode()) {
            // The rest of the body is not read, so that nothing can follow it; said, or a client would lose its next
            // request.
            response.header("Connection", "close");
        }
        return response.build();
    }

    /** The same as something that ends the handling of a request. */
    public RefusedException asException() {
        return new RefusedException(this);
    }
}

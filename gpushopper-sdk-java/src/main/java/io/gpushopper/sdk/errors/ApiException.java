package io.gpushopper.sdk.errors;

import static java.util.Objects.requireNonNull;

import io.gpushopper.sdk.wire.ErrorJson;
import io.gpushopper.sdk.wire.ErrorType;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered, and the answer was no.
 *
 * <p>What has a meaning of its own is a subclass; this class itself stands for the rest. Once thrown, it is immutable.
 *
 * <table>
 * <caption>Which status becomes which exception</caption>
 * <tr><td>400, 405, 406, 413, 415</td><td>{@link InvalidRequestException}</td></tr>
 * <tr><td>401</td><td>{@link UnauthorizedException}</td></tr>
 * <tr><td>402 {@code budget_exceeded}</td><td>{@link BudgetExceededException}</td></tr>
 * <tr><td>other 402</td><td>{@link InsufficientFundsException}</td></tr>
 * <tr><td>403</td><td>{@link ForbiddenException}</td></tr>
 * <tr><td>404</td><td>{@link NotFoundException}</td></tr>
 * <tr><td>409 {@code fuse}</td><td>{@link FuseException}</td></tr>
 * <tr><td>other 409, 422</td><td>{@link ConflictException}</td></tr>
 * <tr><td>429</td><td>{@link RateLimitedException}</td></tr>
 * <tr><td>503 {@code stale_inventory}</td><td>{@link StaleInventoryException}</td></tr>
 * <tr><td>503 {@code not_ready}</td><td>{@link NotReadyException}</td></tr>
 * <tr><td>503 {@code provider_unavailable}, 502 {@code provider_auth_failed}</td>
 *     <td>{@link ProviderUnavailableException}</td></tr>
 * <tr><td>other 5xx</td><td>{@link ServerException}</td></tr>
 * </table>
 */
public class ApiException extends GpuShopperException {
    private final int status;
    private final ErrorJson body;
    private final @Nullable Duration retryAfter;

    ApiException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(message(status, body), null);
        this.status = status;
        this.body = requireNonNull(body, "body");
        this.retryAfter = retryAfter;
    }

    /** The exception that an answer stands for. The client uses it, and so may tests that fake the client's transport. */
    public static ApiException of(int status, ErrorJson body, @Nullable Duration retryAfter) {
        return switch (status) {
            case 400, 405, 406, 413, 415 -> new InvalidRequestException(status, body, retryAfter);
            case 401 -> new UnauthorizedException(status, body, retryAfter);
            case 402 ->
                ErrorType.BUDGET_EXCEEDED.equals(body.errorType())
                        ? new BudgetExceededException(status, body, retryAfter)
                        : new InsufficientFundsException(status, body, retryAfter);
            case 403 -> new ForbiddenException(status, body, retryAfter);
            case 404 -> new NotFoundException(status, body, retryAfter);
            case 409, 422 ->
                ErrorType.FUSE.equals(body.errorType())
                        ? new FuseException(status, body, retryAfter)
                        : new ConflictException(status, body, retryAfter);
            case 429 -> new RateLimitedException(status, body, retryAfter);
            default -> status >= 500 ? ofServer(status, body, retryAfter) : new ApiException(status, body, retryAfter);
        };
    }

    private static ApiException ofServer(int status, ErrorJson body, @Nullable Duration retryAfter) {
        ErrorType type = body.errorType();
        if (ErrorType.STALE_INVENTORY.equals(type)) {
            return new StaleInventoryException(status, body, retryAfter);
        }
        if (ErrorType.NOT_READY.equals(type)) {
            return new NotReadyException(status, body, retryAfter);
        }
        if (ErrorType.PROVIDER_UNAVAILABLE.equals(type) || ErrorType.PROVIDER_AUTH_FAILED.equals(type)) {
            return new ProviderUnavailableException(status, body, retryAfter);
        }
        return new ServerException(status, body, retryAfter);
    }

    /** The HTTP status. */
    public final int status() {
        return status;
    }

    /** What went wrong, for programs; empty if the answer did not say. */
    public final Optional<ErrorType> errorType() {
        return Optional.ofNullable(body.errorType());
    }

    /** By what the server's log knows this request; empty if the answer did not say. */
    public final Optional<String> requestId() {
        return Optional.ofNullable(body.requestId());
    }

    /** How long the server asks to wait before another try; empty if it did not say. */
    public final Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The whole error body; made up from the status if the answer had none that could be read. */
    public final ErrorJson body() {
        return body;
    }

    private static String message(int status, ErrorJson body) {
        StringBuilder message = new StringBuilder().append(status);
        if (body.errorType() != null) {
            message.append(' ').append(body.errorType());
        }
        message.append(": ").append(body.error());
        if (body.requestId() != null) {
            message.append(" (request ").append(body.requestId()).append(')');
        }
        return message.toString();
    }
}

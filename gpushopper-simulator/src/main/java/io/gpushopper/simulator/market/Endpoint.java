package io.gpushopper.simulator.market;

import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import java.util.List;
import java.util.Optional;

/**
 * One endpoint of a provider.
 *
 * @param operation what it does
 * @param name method and path with its ids left out; rate limits are per name
 * @param method HTTP method
 * @param pattern path segments, {@code *} standing for an id
 * @param limit how often it may be called
 * @param handler what it answers
 */
public record Endpoint(
        Operation operation, String name, String method, List<String> pattern, RateLimit limit, Handler handler) {

    /** Copies the pattern. */
    public Endpoint {
        pattern = List.copyOf(pattern);
    }

    /**
     * An endpoint named after its method and path.
     *
     * @param operation what it does
     * @param methodAndPath such as {@code DELETE /api/v0/instances/*}
     * @param limit how often it may be called
     * @param handler what it answers
     * @return the endpoint
     */
    public static Endpoint of(Operation operation, String methodAndPath, RateLimit limit, Handler handler) {
        int space = methodAndPath.indexOf(' ');
        List<String> pattern = List.of(methodAndPath.substring(space + 2).split("/", -1));
        return new Endpoint(operation, methodAndPath, methodAndPath.substring(0, space), pattern, limit, handler);
    }

    /**
     * The endpoint a call is for.
     *
     * @param endpoints all of them
     * @param call any call
     * @return the first whose method and path fit; empty if none does
     */
    public static Optional<Endpoint> find(List<Endpoint> endpoints, HttpCall call) {
        return endpoints.stream().filter(endpoint -> endpoint.fits(call)).findFirst();
    }

    private boolean fits(HttpCall call) {
        List<String> segments = call.segments();
        if (!method.equals(call.method()) || segments.size() != pattern.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals("*") && !pattern.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Answers a call while it holds the world's lock. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers a call.
         *
         * @param call the call, its credentials accepted
         * @param effect whether it takes effect
         * @return the answer
         */
        HttpAnswer handle(HttpCall call, Effect effect);
    }

    /** Whether a call takes effect. */
    public enum Effect {
        /** As the provider promises. */
        TAKEN,
        /** Success is answered, nothing happens. A read answers as if nothing were there. */
        LOST
    }
}

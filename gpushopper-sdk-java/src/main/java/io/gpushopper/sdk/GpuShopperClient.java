package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.sdk.errors.ProtocolException;
import io.gpushopper.sdk.wire.HealthJson;
import io.gpushopper.sdk.wire.ReadyJson;
import io.gpushopper.sdk.wire.WireJson;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The client of a GPU Shopper server. Thread-safe; one per server is enough.
 *
 * <pre>{@code
 * GpuShopperClient client = GpuShopperClient.at("http://localhost:8080");
 * OfferJson offer = client.inventory().list(InventoryQuery.all()).offers().get(0);
 * }</pre>
 */
public final class GpuShopperClient {
    private final ApiCalls calls;
    private final ApiCalls once;
    private final SessionWait waiting;

    private GpuShopperClient(ApiCalls calls, ApiCalls once, SessionWait waiting) {
        this.calls = calls;
        this.once = once;
        this.waiting = waiting;
    }

    /** A client of the server at this address, with everything else as it is by default. */
    public static GpuShopperClient at(String baseUrl) {
        return builder(baseUrl).build();
    }

    /**
     * Starts a client of the server at this address.
     *
     * @param baseUrl http or https, with a path if the server stands behind one, without query
     */
    public static Builder builder(String baseUrl) {
        return new Builder(baseUrl);
    }

    /** What there is to rent. */
    public InventoryClient inventory() {
        return new InventoryClient(calls);
    }

    /** What sessions can begin with. */
    public TemplatesClient templates() {
        return new TemplatesClient(calls);
    }

    /** Rents, watches and ends sessions. */
    public SessionsClient sessions() {
        return new SessionsClient(calls, waiting);
    }

    /** What was charged. */
    public CostsClient costs() {
        return new CostsClient(calls);
    }

    /** How the server is. A server that is not well is an answer too, and no exception. Not tried again. */
    public HealthJson health() {
        return report("/health", HealthJson.class);
    }

    /** Whether the server takes orders. One that is not ready is an answer too, and no exception. Not tried again. */
    public ReadyJson ready() {
        return report("/ready", ReadyJson.class);
    }

    /**
     * The same client, whose requests go by this id in the server's log and answers.
     *
     * @param requestId 1-128 letters, digits, dots, underscores and hyphens
     */
    public GpuShopperClient withRequestId(String requestId) {
        if (!requestId.matches("[A-Za-z0-9._-]{1,128}")) {
            throw new IllegalArgumentException("requestId must be 1 to 128 of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
        String name = "X-Request-ID";
        return new GpuShopperClient(
                calls.withHeader(name, requestId),
                once.withHeader(name, requestId),
                waiting.withHeader(name, requestId));
    }

    private <T> T report(String path, Class<T> type) {
        HttpAnswer answer = once.get(path, Query.NONE);
        if (answer.status() != 503) {
            once.requireSuccess(answer);
        }
        try {
            return once.read(answer, type);
        } catch (ProtocolException e) {
            // A 503 in other words than the report's is a proxy's, and an error after all.
            once.requireSuccess(answer);
            throw e;
        }
    }

    /** Collects what a client is made of. Confined to one thread. */
    public static final class Builder {
        private final String baseUrl;
        private @Nullable String token;
        // The server may wait 60 s for a provider before it answers a create.
        private Duration requestTimeout = Duration.ofSeconds(90);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private RetryPolicy retryPolicy = RetryPolicy.standard();
        private @Nullable HttpTransport transport;
        private Sleeper sleeper = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        private InstantSource clock = InstantSource.system();

        private Builder(String baseUrl) {
            URI uri = URI.create(baseUrl);
            String scheme = uri.getScheme();
            if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw new IllegalArgumentException(
                        "baseUrl must be an http or https address without user, query and fragment");
            }
            this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        }

        /** The token to show to a server that wants one; none by default. */
        public Builder token(String token) {
            this.token = Ids.header(token, "token", 4096);
            return this;
        }

        /** How long one answer may take; 90 s by default, since a create waits for the provider for up to 60 s. */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = requirePositive(requestTimeout, "requestTimeout");
            return this;
        }

        /** How long a connection may take to stand; 10 s by default. Without effect on a transport of your own. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = requirePositive(connectTimeout, "connectTimeout");
            return this;
        }

        /** How often to try again; {@link RetryPolicy#standard()} by default. */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy");
            return this;
        }

        /** What sends the requests; {@code java.net.http} by default. */
        public Builder transport(HttpTransport transport) {
            this.transport = requireNonNull(transport, "transport");
            return this;
        }

        /** What waits between two tries; the thread by default. For tests. */
        public Builder sleeper(Sleeper sleeper) {
            this.sleeper = requireNonNull(sleeper, "sleeper");
            return this;
        }

        /** Where the chance in the waits comes from; must be thread-safe. For tests. */
        public Builder random(RandomGenerator random) {
            this.random = requireNonNull(random, "random");
            return this;
        }

        /** What tells the time for {@code await...} and {@code Retry-After}; the system's clock by default. For tests. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** The client. */
        public GpuShopperClient build() {
            ObjectMapper mapper = WireJson.mapper();
            ErrorAnswers errors = new ErrorAnswers(mapper, clock);
            HttpTransport single = transport == null ? new JdkTransport(connectTimeout) : transport;
            HttpTransport retrying = new RetryingTransport(single, retryPolicy, errors, sleeper, random);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("User-Agent", "gpushopper-sdk-java");
            if (token != null) {
                headers.put("Authorization", "Bearer " + token);
            }
            ApiCalls once = new ApiCalls(baseUrl, single, mapper, errors, headers, requestTimeout);
            ApiCalls calls = new ApiCalls(baseUrl, retrying, mapper, errors, headers, requestTimeout);
            return new GpuShopperClient(calls, once, new SessionWait(once, sleeper, clock));
        }

        private static Duration requirePositive(Duration duration, String name) {
            if (requireNonNull(duration, name).isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(name + " must be positive, got " + duration);
            }
            return duration;
        }
    }
}

package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.CallLimits;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.ports.ProviderException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's balance, from the older API v0: nothing is known of one in v2. That API takes its credentials as form fields, and
 * its answers are at times no JSON, so that not knowing is an answer. Thread-safe.
 *
 * <pre>{"success": true, "balance": 12.5, "hourly_cost": 0.47}</pre>
 */
final class TensorDockBalance {
    // A nicety that must not hold up the account check that it goes with: once, briefly, and not told to the breaker.
    private static final CallLimits LIMITS =
            new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), 1 << 16, 1, false);
    private static final Logger LOG = LoggerFactory.getLogger(TensorDockBalance.class);

    private final ApiClient client;
    private final ApiCall call;

    TensorDockBalance(URI url, String authId, ApiKey token, ApiClient client, Pacer pacer) {
        this.client = client;
        this.call = ApiCall.of("account", CallPriority.READ, pacer, "POST", URI.create(url + "/billing/balance"))
                .withForm("api_key=" + encoded(authId) + "&api_token=" + encoded(token.reveal()))
                .withLimits(LIMITS);
    }

    /** Empty when it could not be learnt. */
    Optional<Usd> ask() {
        try {
            return client.call(call)
                    .json()
                    .flatMap(body -> body.decimal("balance"))
                    .map(Usd::new);
        } catch (ProviderException notTold) {
            LOG.debug("The balance is not known: {}", notTold.getMessage());
            return Optional.empty();
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.Account;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.StubApi;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorDockProviderTest {
    private static final String ID = "3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10";
    private static final InstanceId INSTANCE = new InstanceId(TensorDockApi.ID, ID);
    private static final ApiKey TOKEN = new ApiKey("t0ken0must0never0be0logged");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final StubApi server = new StubApi();
    private final Provider provider = provider(null);

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class Accounts {
        @Test
        void areNamedByAFingerprintOfTheToken() {
            server.will("GET /v2/instances", 200, Fixtures.text("instances-empty.json"));

            Account account = provider.account();

            assertThat(account.id().provider()).isEqualTo(TensorDockApi.ID);
            assertThat(account.id().baseUrl()).isEqualTo(server.url("/v2").toString());
            assertThat(account.id().value())
                    .isEqualTo("token-" + TOKEN.fingerprint())
                    .doesNotContain("t0ken");
            assertThat(account.balance()).isNull();
        }

        @Test
        void areNamedByTheAuthorisationIdWhichAlsoTellsTheBalance() {
            server.will("GET /v2/instances", 200, Fixtures.text("instances.json"))
                    .will("POST /v0/billing/balance", 200, Fixtures.text("balance.json"));

            Account account = provider("auth-1").account();

            assertThat(account.id().value()).isEqualTo("auth-1");
            assertThat(account.balance()).isEqualTo(new Usd(new BigDecimal("12.5")));
            StubApi.Asked asked = server.asked().get(1);
            assertThat(asked.contentType()).isEqualTo("application/x-www-form-urlencoded");
            assertThat(asked.body()).isEqualTo("api_key=auth-1&api_token=t0ken0must0never0be0logged");
        }

        @ParameterizedTest
        @CsvSource({
            "200, balance-refused.json",
            "200, e13-bad-gateway.html",
            "500, e12-internal-error.json",
            "401, e10-unauthorized.txt",
        })
        void areGoodAlsoWhereTheBalanceIsNotTold(int status, String fixture) {
            server.will("GET /v2/instances", 200, Fixtures.text("instances.json"))
                    .will("POST /v0/billing/balance", status, Fixtures.text(fixture));

            assertThat(provider("auth-1").account().balance()).isNull();
        }

        @Test
        void areRefusedWithBadCredentials() {
            server.will("GET /v2/instances", 401, Fixtures.text("e10-unauthorized.txt"));

            assertThatKind(ErrorKind.UNAUTHORIZED, provider::account);
        }

        @Test
        void areProvedByASensibleAnswerOnly() {
            server.will("GET /v2/instances", 200, "{\"data\":\"oops\"}");

            assertThatKind(ErrorKind.MALFORMED, provider::account);
        }
    }

    @Nested
    class Offers {
        @Test
        void areReadFromTheLocations() {
            server.will("GET /v2/locations", 200, Fixtures.text("locations.json"));

            assertThat(provider.offers()).hasSize(3);
        }

        @Test
        void mayBeNone() {
            server.will("GET /v2/locations", 200, Fixtures.text("locations-empty.json"));

            assertThat(provider.offers()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"data\":{}}", "{\"data\":{\"locations\":null}}", "[]", "not JSON", ""})
        void areNotNoneInAnUnknownShape(String body) {
            server.will("GET /v2/locations", 200, body);

            assertThatKind(ErrorKind.MALFORMED, provider::offers);
        }

        @Test
        void areAskedAgainAfterAFailureThatMayPass() {
            server.will("GET /v2/locations", 502, Fixtures.text("e13-bad-gateway.html"))
                    .will("GET /v2/locations", 200, Fixtures.text("locations.json"));

            assertThat(provider.offers()).hasSize(3);
        }
    }

    @Nested
    class Launches {
        @Test
        void bringTheInstanceAndCarryTheTag() {
            server.will("POST /v2/instances", 200, Fixtures.text("create-accepted.json"));

            LaunchOutcome outcome = provider.launch(request(NOW));

            assertThat(outcome).isEqualTo(new LaunchOutcome.Launched(INSTANCE));
            JsonFields attributes = sent(0).at("data").at("attributes");
            assertThat(attributes.text("name")).contains("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0");
            assertThat(attributes.text("image")).contains("ubuntu2204_nvidia_550");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"id\":\"%s\",\"status\":\"creating\"}",
                    "{\"data\":{\"id\":\"%s\",\"attributes\":{\"status\":\"queued\"}}}",
                    "{\"data\":{\"attributes\":{\"id\":\"%s\"}}}",
                })
        void areAcceptedInOtherShapesToo(String body) {
            server.will("POST /v2/instances", 201, body.formatted(ID));

            assertThat(provider.launch(request(NOW))).isEqualTo(new LaunchOutcome.Launched(INSTANCE));
        }

        @Test
        void areRejectedWhereThereIsNoStock() {
            server.will("POST /v2/instances", 200, Fixtures.text("e1-no-nodes.json"));

            LaunchOutcome.Rejected rejected = (LaunchOutcome.Rejected) provider.launch(request(NOW));

            assertThat(rejected.kind()).isEqualTo(ErrorKind.OFFER_GONE);
            assertThat(rejected.message()).contains("No available nodes found");
            assertThat(rejected.created()).isNull();
        }

        @Test
        void nameTheInstanceThatARefusalNames() {
            server.will(
                    "POST /v2/instances",
                    200,
                    "{\"status\":500,\"error\":\"unexpected error\",\"data\":{\"id\":\"" + ID + "\"}}");

            LaunchOutcome.Rejected rejected = (LaunchOutcome.Rejected) provider.launch(request(NOW));

            assertThat(rejected.created()).isEqualTo(INSTANCE);
        }

        @ParameterizedTest
        @CsvSource({
            "200, e3-unexpected-error.json",
            "500, e12-internal-error.json",
            "502, e13-bad-gateway.html",
            "200, e15-created-without-id.json",
            "200, e16-error-in-data.json",
            "200, e13-bad-gateway.html",
            "0, e13-bad-gateway.html",
        })
        void areUnknownWhereNobodyCanTellAndAreNeverSentAgain(int status, String fixture) {
            server.will("POST /v2/instances", status, Fixtures.text(fixture));

            assertThat(provider.launch(request(NOW))).isInstanceOf(LaunchOutcome.Unknown.class);
            assertThat(server.asked()).hasSize(1);
        }

        @Test
        void areNotSentAfterTheMomentToSendBy() {
            LaunchOutcome outcome = provider.launch(request(NOW.minusMillis(1)));

            assertThat(outcome).isInstanceOf(LaunchOutcome.Rejected.class);
            assertThat(server.asked()).isEmpty();
        }

        @Test
        void areRejectedWhereNobodyListens() {
            server.close();

            LaunchOutcome.Rejected rejected = (LaunchOutcome.Rejected) provider.launch(request(NOW));

            assertThat(rejected.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{}",
                    "not JSON",
                    "{\"location\":\"l\",\"gpu\":\"g\",\"count\":1,\"vcpus\":8,\"ramGb\":32,\"network\":\"x\"}"
                })
        void areNotSentOnTermsThatMakeNoSense(String terms) {
            LaunchOutcome.Rejected rejected = (LaunchOutcome.Rejected) provider.launch(request(NOW, terms));

            assertThat(rejected.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(server.asked()).isEmpty();
        }

        @Test
        void takeAnotherImageWhereOneWasRefusedBefore() {
            server.will("POST /v2/instances", 400, Fixtures.text("e8-image-refused.json"));

            provider.launch(request(NOW));
            provider.launch(request(NOW));

            assertThat(sent(1).at("data").at("attributes").text("image")).contains("ubuntu2204");
        }

        @Test
        void forwardAPortWhereAddressesHadRunOutBefore() {
            server.will("POST /v2/instances", 200, Fixtures.text("e2-no-public-ip.json"))
                    .will("GET /v2/locations", 200, Fixtures.text("locations.json"));

            provider.launch(request(NOW));

            assertThat(LaunchTerms.parse(provider.offers().get(0).launchTerms())
                            .orElseThrow()
                            .network())
                    .isEqualTo(NetworkMode.PORT_FORWARD);
        }

        @Test
        void rememberThatTheyAskedForAForwardWhateverBecameOfThem() {
            LaunchRequest forwarded = request(NOW, terms(NetworkMode.PORT_FORWARD));
            String shown =
                    "{\"id\":\"%s\",\"name\":\"%s\",\"status\":\"running\",\"ipAddress\":\"198.51.100.24\",\"portForwards\":[]}"
                            .formatted(INSTANCE.value(), forwarded.tag().text());
            server.will("POST /v2/instances", 504, "")
                    .will("GET /v2/instances", 200, "[" + shown + "]")
                    .will("GET /v2/instances/" + INSTANCE.value(), 200, shown);

            provider.launch(forwarded);

            assertThat(provider.instances().instances())
                    .extracting(InstanceView::condition)
                    .containsExactly(InstanceCondition.STUCK);
            assertThat(((InstanceAnswer.Present) provider.instance(INSTANCE))
                            .view()
                            .condition())
                    .isEqualTo(InstanceCondition.STUCK);
        }
    }

    @Nested
    class Listings {
        @Test
        void areCompleteInAKnownShape() {
            server.will("GET /v2/instances", 200, Fixtures.text("instances.json"));

            Listing listing = provider.instances();

            assertThat(listing).isInstanceOfSatisfying(Listing.Complete.class, complete -> {
                assertThat(complete.account().value()).isEqualTo("token-" + TOKEN.fingerprint());
                assertThat(complete.askedAt()).isEqualTo(NOW);
            });
            assertThat(listing.instances()).hasSize(2);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "200 | {\"data\":\"oops\"}                             | MALFORMED",
                    "200 | {\"data\":{}}                                   | MALFORMED",
                    "200 | not JSON                                        | MALFORMED",
                    "200 | {\"status\":500,\"error\":\"no database\"}      | UNAVAILABLE",
                    "500 | {\"data\":[]}                                   | UNAVAILABLE",
                    "401 | Unauthorized                                    | UNAUTHORIZED",
                    "404 | {\"error\":\"Instance not found\"}              | MALFORMED",
                    "429 | {\"error\":\"Rate limit exceeded.\"}            | RATE_LIMITED",
                    "0   | nothing                                         | UNAVAILABLE",
                })
        void arePartialAndNeverEmptyAfterAFailure(int status, String body, ErrorKind kind) {
            server.will("GET /v2/instances", status, body);

            assertThat(provider.instances())
                    .isInstanceOfSatisfying(
                            Listing.Partial.class,
                            partial -> assertThat(partial.kind()).isEqualTo(kind));
        }

        @Test
        void arePartialWithWhatCouldBeRead() {
            server.will(
                    "GET /v2/instances",
                    200,
                    "{\"data\":[{\"id\":\"abc\",\"name\":\"gpushop-x\",\"status\":\"running\"},{\"id\":\"def\"}]}");

            Listing listing = provider.instances();

            assertThat(listing).isInstanceOf(Listing.Partial.class);
            assertThat(listing.instances()).extracting(InstanceView::mark).containsExactly("gpushop-x");
        }

        @Test
        void areAskedForAlsoAfterManyFailures() {
            server.will("GET /v2/locations", 500, "{}");
            server.will("GET /v2/instances", 200, Fixtures.text("instances.json"));
            for (int failures = 0; failures < 3; failures++) {
                assertThatKind(ErrorKind.UNAVAILABLE, provider::offers);
            }

            assertThat(provider.instances()).isInstanceOf(Listing.Complete.class);
        }
    }

    @Nested
    class SingleInstances {
        @ParameterizedTest
        @ValueSource(strings = {"%s", "{\"data\":%s}"})
        void arePresentWrappedOrNot(String shape) {
            server.will("GET /v2/instances/" + ID, 200, shape.formatted(Fixtures.text("instance.json")));

            assertThat(provider.instance(INSTANCE))
                    .isInstanceOfSatisfying(
                            InstanceAnswer.Present.class,
                            present -> assertThat(present.view().id()).isEqualTo(INSTANCE));
        }

        @Test
        void arePresentUnderAttributes() {
            String flat = Fixtures.text("instance.json");
            String nested =
                    "{\"data\":{\"type\":\"virtualmachine\",\"id\":\"" + ID + "\",\"attributes\":" + flat + "}}";
            server.will("GET /v2/instances/" + ID, 200, nested);

            assertThat(provider.instance(INSTANCE)).isInstanceOf(InstanceAnswer.Present.class);
        }

        @ParameterizedTest
        @CsvSource({"404, no-such-instance.json", "200, no-such-instance-in-200.json"})
        void areAbsentByTheOneAnswer(int status, String fixture) {
            server.will("GET /v2/instances/" + ID, status, Fixtures.text(fixture));

            assertThat(provider.instance(INSTANCE)).isEqualTo(new InstanceAnswer.NoSuchInstance(INSTANCE));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "404 | <html>Not Found</html>                                    | MALFORMED",
                    "404 | {\"error\":\"Unauthorized\"}                              | MALFORMED",
                    "200 | {}                                                        | MALFORMED",
                    "200 | {\"data\":null}                                           | MALFORMED",
                    "200 | []                                                        | MALFORMED",
                    "200 | {\"id\":\"other\",\"name\":\"x\",\"status\":\"running\"}  | MALFORMED",
                    "401 | Unauthorized                                              | UNAUTHORIZED",
                    "500 | {\"status\":404,\"error\":\"Instance not found\"}         | UNAVAILABLE",
                })
        void areNeitherHereNorGoneByAnyOther(int status, String body, ErrorKind kind) {
            server.will("GET /v2/instances/" + ID, status, body);

            assertThatKind(kind, () -> provider.instance(INSTANCE));
        }

        @Test
        void areNotAskedForByAnIdThatLeadsElsewhere() {
            InstanceId odd = new InstanceId(TensorDockApi.ID, "../locations");

            assertThatKind(ErrorKind.INVALID_REQUEST, () -> provider.instance(odd));
            assertThatKind(ErrorKind.INVALID_REQUEST, () -> provider.destroy(odd));
            assertThat(server.asked()).isEmpty();
        }
    }

    @Nested
    class Destroys {
        @ParameterizedTest
        @ValueSource(strings = {"destroy-accepted.json", "destroy-accepted-short.json"})
        void areAccepted(String fixture) {
            server.will("DELETE /v2/instances/" + ID, 200, Fixtures.text(fixture));

            assertThat(provider.destroy(INSTANCE)).isEqualTo(DestroyOutcome.ACCEPTED);
        }

        @Test
        void areAcceptedWithoutAWord() {
            server.will("DELETE /v2/instances/" + ID, 204, "");

            assertThat(provider.destroy(INSTANCE)).isEqualTo(DestroyOutcome.ACCEPTED);
        }

        @Test
        void findTheInstanceAlreadyGone() {
            server.will("DELETE /v2/instances/" + ID, 404, Fixtures.text("no-such-instance.json"));

            assertThat(provider.destroy(INSTANCE)).isEqualTo(DestroyOutcome.ALREADY_GONE);
        }

        @ParameterizedTest
        @CsvSource({
            "200, destroy-busy.json, INVALID_REQUEST",
            "404, e13-bad-gateway.html, MALFORMED",
            "200, e13-bad-gateway.html, MALFORMED",
            "500, e12-internal-error.json, UNAVAILABLE",
        })
        void areNotAcceptedByAnErrorWhateverItsStatus(int status, String fixture, ErrorKind kind) {
            server.will("DELETE /v2/instances/" + ID, status, Fixtures.text(fixture));

            assertThatKind(kind, () -> provider.destroy(INSTANCE));
        }
    }

    @Test
    void attachesNoKeysAfterwards() {
        assertThatKind(ErrorKind.UNSUPPORTED, () -> provider.attachKey(INSTANCE, TensorDockPurchaseTest.OURS));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void sendsTheTokenAsABearerAndNeverInAUrl() {
        server.will("GET /v2/instances", 200, Fixtures.text("instances.json"))
                .will("GET /v2/locations", 200, Fixtures.text("locations.json"))
                .will("POST /v0/billing/balance", 200, Fixtures.text("balance.json"));
        Provider withBalance = provider("auth-1");

        withBalance.account();
        withBalance.offers();

        assertThat(server.asked()).hasSize(3).allSatisfy(asked -> {
            assertThat(asked.authorization()).isEqualTo("Bearer t0ken0must0never0be0logged");
            assertThat(asked.verbAndPath() + asked.query()).doesNotContain("t0ken", "auth-1");
        });
    }

    @Test
    void saysHowItBehaves() {
        assertThat(provider.id()).hasToString("tensordock");
        assertThat(provider.traits().keysAtLaunch()).isTrue();
        assertThat(provider.traits().computeFromCreation()).isTrue();
        assertThat(provider.traits().launchTimeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(provider.traits().visibilityLag()).isEqualTo(Duration.ofMinutes(10));
        assertThat(provider.traits().minDiskGb()).isEqualTo(100);
    }

    @Test
    void buysAtOnceAtFirstAndThenInTurn() throws Exception {
        Provider paced = TensorDockProviderFactory.create(config(null), runtime());

        for (int burst = 0; burst < 3; burst++) {
            assertThat(paced.launchWait()).isZero();
            assertThat(paced.awaitLaunchTurn(Duration.ZERO)).isTrue();
        }

        assertThat(paced.launchWait()).isBetween(Duration.ofMillis(600), Duration.ofMillis(700));
        assertThat(paced.awaitLaunchTurn(Duration.ofMillis(500))).isFalse();
    }

    private JsonFields sent(int index) {
        return JsonFields.parse(server.asked().get(index).body()).orElseThrow();
    }

    private static LaunchRequest request(Instant sendBy) {
        return request(sendBy, terms(NetworkMode.DEDICATED_IP));
    }

    private static String terms(NetworkMode network) {
        return new LaunchTerms(
                        "7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11",
                        new V0Name("geforcertx4090-pcie-24gb"),
                        1,
                        8,
                        32,
                        network)
                .text();
    }

    private static LaunchRequest request(Instant sendBy, String terms) {
        return TensorDockPurchaseTest.request(terms, sendBy);
    }

    private static void assertThatKind(ErrorKind kind, ThrowingCallable call) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind))
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining("t0ken"));
    }

    private Provider provider(@Nullable String authId) {
        return TensorDockProviderFactory.create(config(authId).withPaceFactor(BigDecimal.ZERO), runtime());
    }

    private TensorDockConfig config(@Nullable String authId) {
        return TensorDockConfig.of(server.url("/v2"), server.url("/v0"), authId, TOKEN);
    }

    /** Time stands still and nobody waits, so that repetitions come at once. */
    private static AdapterRuntime runtime() {
        return new AdapterRuntime(InstantSource.fixed(NOW), time -> {}, new Random(1), Metrics.NONE);
    }
}

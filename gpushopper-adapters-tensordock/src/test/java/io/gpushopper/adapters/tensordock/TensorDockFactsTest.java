package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.testkit.AskedProvider;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.StubApi;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The twelve facts of TensorDock that most change the design, in their order (section 0 of its reference). */
class TensorDockFactsTest {
    private static final String CREATE = TensorDockFailuresTest.CALLS.get("create");
    private static final String GET = TensorDockFailuresTest.CALLS.get("get");
    private static final String LIST = TensorDockFailuresTest.CALLS.get("list");
    private static final String SEARCH = TensorDockFailuresTest.CALLS.get("search");

    private final StubApi api = new StubApi();
    private final AskedProvider tensorDock = TensorDockFailuresTest.asked(api, new SettableClock());

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "create, rejected: INVALID_REQUEST",
        "get, fails: INVALID_REQUEST",
        "destroy, fails: INVALID_REQUEST",
        "list, partial: INVALID_REQUEST",
        "search, fails: INVALID_REQUEST",
        "account, fails: INVALID_REQUEST",
    })
    void fact1AnErrorInsideA200IsOneOnEveryVerb(String call, String made) {
        api.will(TensorDockFailuresTest.CALLS.get(call), 200, "{\"status\":400,\"error\":\"No such thing\"}");

        assertThat(tensorDock.makes(call)).isEqualTo(made);
    }

    @Test
    void fact2ListedStockIsBelievedLittleAndItsAbsenceLetsAnotherOfferBeBought() {
        api.will(SEARCH, 200, Fixtures.text("locations.json")).will(CREATE, 200, Fixtures.text("e1-no-nodes.json"));

        assertThat(tensorDock.provider().offers()).allMatch(offer -> offer.availabilityConfidence() == 0.3);
        assertThat(tensorDock.makes("create")).isEqualTo("rejected: OFFER_GONE");
    }

    @Test
    void fact3ThePriceIsTheSumForTheWholeMachineAndTheCountIsWhatIsBought() {
        api.will(SEARCH, 200, Fixtures.text("locations.json")).will(CREATE, 200, Fixtures.text("create-accepted.json"));

        List<Offer> offers = tensorDock.provider().offers();
        tensorDock.makes("create");

        assertThat(offers.get(0).price()).isEqualTo(UsdPerHour.of("0.470"));
        assertThat(offers.get(1).gpus().count()).isEqualTo(2);
        assertThat(sent(1).at("resources")
                        .at("gpus")
                        .at("geforcertx4090-pcie-24gb")
                        .integer("count"))
                .hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"ipAddress\":null", ",\"ipAddress\":\"\""})
    void fact4RunningIsNoEvidenceOfABootWhileThereIsNoAddress(String address) {
        api.will(CREATE, 200, Fixtures.text("create-accepted.json")).will(GET, 200, instance("running", address));

        assertThat(tensorDock.makes("create")).isEqualTo("launched 3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10");
        assertThat(seen().endpoints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[%s]}",
                "{\"data\":{\"instances\":[%s]}}",
                "{\"data\":{\"attributes\":{\"instances\":[%s]}}}",
                "[%s]"
            })
    void fact5AListHasFourShapesAndOneInstanceIsWrappedOrNot(String shape) {
        String one = instance("running", "");
        api.will(LIST, 200, shape.formatted(one)).will(GET, 200, one).will(GET, 200, "{\"data\":" + one + "}");

        assertThat(tensorDock.makes("list")).isEqualTo("complete: 1");
        assertThat(tensorDock.makes("get")).isEqualTo("present");
        assertThat(tensorDock.makes("get")).isEqualTo("present");
    }

    @Test
    void fact6TheNameIsTheTagAndWhatMayHaveBeenMadeIsFoundByItAndNotBoughtAgain() {
        api.will(CREATE, StubApi.CONNECTION_LOST, "").will(LIST, 200, "[" + instance("running", "") + "]");

        assertThat(tensorDock.makes("create")).isEqualTo("unknown");

        assertThat(api.asked()).hasSize(1);
        String tag = tensorDock.purchase().tag().text();
        assertThat(sent(0).text("name")).contains(tag);
        assertThat(tensorDock.provider().instances().instances())
                .singleElement()
                .satisfies(view -> assertThat(view.mark()).isEqualTo(tag));
    }

    @Test
    void fact7APurchaseMayTakeTwoMinutesAndIsUnknownThereafter() {
        api.will(CREATE, 504, "");

        assertThat(tensorDock.provider().traits().launchTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(tensorDock.makes("create")).isEqualTo("unknown");
    }

    @Test
    void fact8AnAddressOfItsOwnIsAskedForAndForwardedPortsOnlyWhereThereWasNone() {
        api.will(CREATE, 200, Fixtures.text("e2-no-public-ip.json")).will(SEARCH, 200, Fixtures.text("locations.json"));

        assertThat(tensorDock.makes("create")).isEqualTo("rejected: OFFER_GONE");

        assertThat(sent(0).flag("useDedicatedIp")).contains(true);
        assertThat(tensorDock.provider().offers().get(0).launchTerms()).contains(NetworkMode.PORT_FORWARD.word());
    }

    @Test
    void fact8AForwardThatWasIgnoredLeavesNoOtherPortThanTheOneOfSsh() {
        api.will(GET, 200, instance("running", ",\"ipAddress\":\"198.51.100.24\",\"portForwards\":[]"));

        assertThat(seen().endpoints()).extracting(SshEndpoint::port).containsOnly(22);
    }

    @Test
    void fact9KeysTravelInTwoWaysForTwoUsersAndBothAreTried() {
        api.will(CREATE, 200, Fixtures.text("create-accepted.json"))
                .will(GET, 200, instance("running", ",\"ipAddress\":\"198.51.100.24\""));

        tensorDock.makes("create");

        assertThat(sent(0).text("ssh_key")).isPresent();
        assertThat(sent(0).at("cloud_init").at("runcmd").node().toString()).contains("/root", "/home/user");
        assertThat(seen().endpoints()).extracting(SshEndpoint::user).containsExactly("user", "root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "StoppedDisassociated"})
    void fact10WhatStopsByItselfIsSeenAsStoppedAndWhatVanishesAsNotThere(String status) {
        api.will(GET, 200, instance(status, ",\"rateHourly\":0.47"))
                .will(GET, 404, Fixtures.text("no-such-instance.json"));

        assertThat(seen().condition()).isEqualTo(InstanceCondition.STOPPED);
        assertThat(tensorDock.makes("get")).isEqualTo("no such instance");
    }

    @Test
    void fact11AStoppedMachineBillsInFullAndStoppingIsNotOffered() {
        api.will(GET, 200, instance("stopped", ",\"rateHourly\":0.47"));

        assertThat(seen().burning())
                .isNotNull()
                .satisfies(rates -> assertThat(rates.compute()).isEqualTo(UsdPerHour.of("0.47")));
        assertThat(tensorDock.provider().traits().keepsStorage()).isFalse();
        assertThat(tensorDock.makes("stop")).isEqualTo("fails: UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500  | {"error":"Internal server error"}
            404  | ''
            429  | {"error":"Rate limit exceeded. Please try again later."}
            lost | ''
            200  | {"data":"oops"}
            200  | {"status":500,"error":"Internal server error"}
            """)
    void fact12AListingThatFailedIsNeverAnEmptyOne(String status, String body) {
        api.will(LIST, StubApi.status(status), body);

        assertThat(tensorDock.provider().instances()).isInstanceOf(Listing.Partial.class);
    }

    @Test
    void fact12NoStockIsNoFailureOfALogin() {
        api.will(SEARCH, 200, Fixtures.text("locations-empty.json"));

        assertThat(tensorDock.makes("search")).isEqualTo("0 offers");
    }

    private InstanceView seen() {
        return ((InstanceAnswer.Present) tensorDock.provider().instance(tensorDock.instance())).view();
    }

    private JsonFields sent(int index) {
        return JsonFields.parse(api.asked().get(index).body())
                .orElseThrow()
                .at("data")
                .at("attributes");
    }

    private static String instance(String status, String more) {
        return "{\"id\":\"3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10\",\"name\":\"gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0\","
                + "\"status\":\"" + status + "\"" + more + "}";
    }
}

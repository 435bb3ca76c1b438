package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.SshEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorDockListingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "{\"data\":%s}",
                "{\"data\":{\"instances\":%s}}",
                "{\"data\":{\"attributes\":{\"instances\":%s}}}",
            })
    void findsTheInstancesInEachOfTheFourPlaces(String shape) {
        String array = Fixtures.json("instances.json").at("data").node().toString();

        TensorDockListing listing = listing(shape.formatted(array)).orElseThrow();

        assertThat(listing.unreadable()).isZero();
        assertThat(listing.instances())
                .extracting(InstanceView::mark)
                .containsExactly("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0", "someone-elses-box");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":\"oops\"}",
                "{\"data\":{}}",
                "{\"data\":null}",
                "{\"data\":{\"instances\":null}}",
                "{\"data\":{\"instances\":{}}}",
                "{}",
                "\"\"",
                "null",
            })
    void takesAnUnknownShapeForNoListAndNotForAnEmptyOne(String body) {
        assertThat(listing(body)).isEmpty();
    }

    @Test
    void takesAnEmptyListForEmpty() {
        assertThat(listing(Fixtures.text("instances-empty.json")).orElseThrow().instances())
                .isEmpty();
        assertThat(listing(Fixtures.text("instances-empty-wrapped.json"))
                        .orElseThrow()
                        .instances())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "\"text\"",
                "{\"name\":\"gpushop-x\",\"status\":\"running\"}",
                "{\"id\":\"\",\"name\":\"gpushop-x\",\"status\":\"running\"}",
                "{\"id\":\"../locations\",\"name\":\"gpushop-x\",\"status\":\"running\"}",
                "{\"id\":\"abc\",\"status\":\"running\"}",
                "{\"id\":\"abc\",\"name\":\"gpushop-x\"}",
            })
    void countsWhatItCannotRead(String element) {
        TensorDockListing listing = listing("{\"data\":[" + element + "]}").orElseThrow();

        assertThat(listing.instances()).isEmpty();
        assertThat(listing.unreadable()).isEqualTo(1);
    }

    @Test
    void readsAnInstanceInFull() {
        InstanceView view = view(Fixtures.text("instance.json"));

        assertThat(view.id().toString()).isEqualTo("tensordock/3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10");
        assertThat(view.mark()).isEqualTo("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0");
        assertThat(view.condition()).isEqualTo(InstanceCondition.RUNNING);
        assertThat(view.endpoints())
                .containsExactly(
                        new SshEndpoint("198.51.100.24", 20456, "user"),
                        new SshEndpoint("198.51.100.24", 20456, "root"));
        assertThat(view.burning()).isEqualTo(new Rates(UsdPerHour.of("0.469999"), UsdPerHour.ZERO));
        assertThat(view.createdAt()).isNull();
        assertThat(view.detail()).isEqualTo("running");
    }

    @Test
    void readsTheSameUnderAttributes() {
        String nested = Fixtures.text("instance.json")
                .replace("\"name\"", "\"attributes\":{\"name\"")
                .replace("0.469999}", "0.469999}}");

        assertThat(view(nested)).isEqualTo(view(Fixtures.text("instance.json")));
    }

    @Test
    void logsInDirectlyWithoutAForwardedPort() {
        InstanceView view = TensorDockListing.in(Fixtures.json("instances.json"), name -> false)
                .orElseThrow()
                .instances()
                .get(0);

        assertThat(view.endpoints())
                .containsExactly(
                        new SshEndpoint("198.51.100.24", 22, "user"), new SshEndpoint("198.51.100.24", 22, "root"));
        assertThat(view.ports().address(8000)).as("an address of its own").contains("198.51.100.24:8000");
        assertThat(view.burning()).as("a listing tells no rate").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ipAddress\":\"\"", "\"ipAddress\":null", "\"other\":1"})
    void hasNoEndpointBeforeThereIsAnAddress(String address) {
        assertThat(view("{\"id\":\"abc\",\"name\":\"x\",\"status\":\"creating\"," + address + "}")
                        .endpoints())
                .isEmpty();
    }

    /** The forward of another port helps nobody; an address of its own needs none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "forwarded | running | 198.51.100.24 | | STUCK",
                "forwarded | Active | 198.51.100.24 | {'internal_port':8000,'external_port':20001} | STUCK",
                "forwarded | running | 198.51.100.24 | {'internal_port':22,'external_port':20002} | RUNNING",
                "forwarded | running | 198.51.100.24 | {'internalPort':'22','externalPort':'22'} | RUNNING",
                "forwarded | running | | | RUNNING",
                "forwarded | creating | 198.51.100.24 | | STARTING",
                "forwarded | stopped | 198.51.100.24 | | STOPPED",
                "dedicated | running | 198.51.100.24 | | RUNNING"
            })
    void looksStuckWhereItRunsAtAnAddressWithoutTheForwardThatWasAskedFor(
            String name,
            String status,
            @Nullable String address,
            @Nullable String forward,
            InstanceCondition condition) {
        String body = "{\"id\":\"abc\",\"name\":\"%s\",\"status\":\"%s\",\"ipAddress\":\"%s\",\"portForwards\":[%s]}"
                .formatted(
                        name,
                        status,
                        address == null ? "" : address,
                        forward == null ? "" : forward.replace('\'', '"'));

        InstanceView view = view(body);

        assertThat(view.condition()).isEqualTo(condition);
        assertThat(view.detail().contains("port 22")).isEqualTo(condition == InstanceCondition.STUCK);
    }

    @Test
    void readsTheOtherSpellingOfForwards() {
        String body = """
                {"id":"abc","name":"x","status":"running","ipAddress":"198.51.100.24",
                 "portForwards":[{"internalPort":8000,"externalPort":20001},{"internalPort":"22","externalPort":"20002"}]}""";

        assertThat(view(body).ports().address(8000)).contains("198.51.100.24:20001");
        assertThat(view(body).ports().address(9000)).isEmpty();
        assertThat(view(body).endpoints()).extracting(SshEndpoint::port).containsOnly(20002);
    }

    @ParameterizedTest
    @CsvSource({
        "creating, STARTING, true",
        "queued, STARTING, true",
        "Starting, STARTING, true",
        "running, RUNNING, true",
        "ONLINE, RUNNING, true",
        "stopping, ENDING, true",
        "deleting, ENDING, true",
        "deleted, ENDING, false",
        "terminated, ENDING, false",
        "Stopped, STOPPED, true",
        "stoppeddisassociated, STOPPED, true",
        "StoppedDisassociated, STOPPED, true",
        "stopped_disassociated, STOPPED, true",
        "error, FAILED, true",
        "failed, FAILED, true",
        "outbid, STOPPED, true",
        "something-new, UNREACHABLE, true",
    })
    void knowsTheWordsForTheState(String word, InstanceCondition condition, boolean bills) {
        InstanceView view = view("{\"id\":\"abc\",\"name\":\"x\",\"status\":\"" + word + "\",\"rateHourly\":0.5}");

        assertThat(view.condition()).isEqualTo(condition);
        assertThat(view.burning()).isEqualTo(bills ? new Rates(UsdPerHour.of("0.5"), UsdPerHour.ZERO) : Rates.NONE);
        assertThat(view.detail()).isEqualTo(word);
    }

    private static InstanceView view(String body) {
        return new TensorDockInstanceJson(JsonFields.parse(body).orElseThrow())
                .view(name -> name.equals("forwarded"))
                .orElseThrow();
    }

    private static Optional<TensorDockListing> listing(String body) {
        return TensorDockListing.in(JsonFields.parse(body).orElseThrow(), name -> false);
    }
}

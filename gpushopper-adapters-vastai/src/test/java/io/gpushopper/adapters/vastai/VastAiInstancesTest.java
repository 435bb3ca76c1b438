package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.Tag;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VastAiInstancesTest {
    private static final UsdPerHour DISK = UsdPerHour.of("0.0125");

    private final VastAiInstances reader = new VastAiInstances(new Redactor(new ApiKey("k3y0must0never0be0logged")));

    @Test
    void readsTheSampleOfTheContract() {
        InstanceView view = view(sample());

        assertThat(view.id()).hasToString("vastai/36877001");
        assertThat(view.mark()).isEqualTo("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0");
        assertThat(Tag.parse(view.mark())).isPresent();
        assertThat(view.condition()).isEqualTo(InstanceCondition.RUNNING);
        assertThat(view.endpoints())
                .containsExactly(
                        new SshEndpoint("198.51.100.23", 41022, "root"),
                        new SshEndpoint("ssh5.vast.ai", 37001, "root"));
        assertThat(view.ports().address(8000)).contains("198.51.100.23:41057");
        assertThat(view.ports().address(22)).isEmpty();
        assertThat(view.burning()).isEqualTo(new Rates(UsdPerHour.of("0.38"), DISK));
        assertThat(view.createdAt()).isEqualTo(Instant.ofEpochMilli(1_775_001_000_410L));
        assertThat(view.detail()).contains("running").contains("success");
    }

    @Test
    void readsAnInstanceThatHasJustBeenMade() {
        ObjectNode early = sample().putNull("actual_status").putNull("status_msg");
        early.remove("ports");

        InstanceView view = view(early);

        assertThat(view.condition()).isEqualTo(InstanceCondition.STARTING);
        assertThat(view.endpoints()).containsExactly(new SshEndpoint("ssh5.vast.ai", 37001, "root"));
        assertThat(view.burning()).isEqualTo(new Rates(UsdPerHour.ZERO, DISK));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            running,    running, running, RUNNING
            running,    stopped, running, ENDING
            frozen,     running, running, RUNNING
            exited,     running, stopped, QUEUED
            loading,    stopped, stopped, STOPPED
            stopped,    stopped, stopped, STOPPED
            stopped,    running, running, STOPPED
            exited,     stopped, stopped, STOPPED
            exited,     stopped, running, ENDING
            exited,     stopped, '',      STOPPED
            exited,     running, running, FAILED
            offline,    running, running, UNREACHABLE
            unknown,    running, running, UNREACHABLE
            '',         running, running, STARTING
            created,    running, running, STARTING
            loading,    running, running, STARTING
            connecting, running, running, STARTING
            scheduling, running, running, STARTING
            rebooting,  running, running, STARTING
            destroyed,  running, running, ENDING
            levitating, running, running, UNREACHABLE
            """)
    void decidesInTheOrderOfTheContract(String actual, String intended, String contract, InstanceCondition condition) {
        assertThat(VastAiInstances.condition(actual, intended, contract, "")).isEqualTo(condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error response from daemon: failed to create task: OCI runtime create failed: x",
                "manifest unknown",
                "pull access denied for x",
                "write /var: no space left on device"
            })
    void failsWhereTheMessageSaysThatItWillNeverRun(String message) {
        assertThat(VastAiInstances.condition("created", "running", "running", message))
                .isEqualTo(InstanceCondition.FAILED);
    }

    @Test
    void doesNotFailForABuildStepThatSaysError() {
        assertThat(VastAiInstances.condition(
                        "loading", "running", "running", "#6 [3/6] RUN echo \"error: no cache\" >> log"))
                .isEqualTo(InstanceCondition.STARTING);
    }

    @Test
    void looksStuckWhereTheBuildStepItselfFails() {
        assertThat(VastAiInstances.condition(
                        "loading", "running", "running", "#6 [3/6] RUN make\n#6 ERROR: process did not complete"))
                .isEqualTo(InstanceCondition.STUCK);
    }

    @ParameterizedTest
    @CsvSource({
        "running, 0.38, 0.0125",
        "frozen, 0.38, 0.0125",
        "unknown, 0.38, 0.0125",
        "loading, 0, 0.0125",
        "exited, 0, 0.0125",
        "stopped, 0, 0.0125",
        "offline, 0, 0"
    })
    void billsByState(String actual, String compute, String storage) {
        assertThat(view(sample().put("actual_status", actual)).burning())
                .isEqualTo(new Rates(UsdPerHour.of(compute), UsdPerHour.of(storage)));
    }

    @Test
    void tellsNoRateThatIsNotTold() {
        assertThat(view(sample().putNull("dph_total")).burning()).isNull();
    }

    @Test
    void addsOneToTheProxysPortForJupyter() {
        ObjectNode jupyter = sample().put("image_runtype", "jupyter_direc ssh_direc ssh_proxy");

        assertThat(view(jupyter).endpoints()).contains(new SshEndpoint("ssh5.vast.ai", 37002, "root"));
    }

    @Test
    void trimsTheAddress() {
        assertThat(view(sample().put("public_ipaddr", "198.51.100.23\n")).endpoints())
                .contains(new SshEndpoint("198.51.100.23", 41022, "root"));
    }

    @Test
    void livesWithPortsThatMakeNoSense() {
        ObjectNode odd = sample().put("ssh_port", 700_000);
        odd.putObject("ports").putArray("22/tcp").addObject().put("HostPort", "none");

        assertThat(view(odd).endpoints()).isEmpty();
    }

    @Test
    void isNothingWithoutAnId() {
        assertThat(reader.read(new JsonFields(sample().putNull("id")))).isEmpty();
    }

    private InstanceView view(ObjectNode json) {
        return reader.read(new JsonFields(json)).orElseThrow();
    }

    private static ObjectNode sample() {
        return Fixtures.json("get-running.json").node().get("instances").deepCopy();
    }
}

package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.SetupSecrets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorDockPurchaseTest {
    static final SshPublicKey OURS =
            new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOURSOURSOURSOURSOURSOURSOURSOURSOURSOURSOU engine");
    static final SshPublicKey THEIRS =
            new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAITHEIRSTHEIRSTHEIRSTHEIRSTHEIRSTHEIRSTHEIRS");
    private static final LaunchTerms TERMS = new LaunchTerms(
            "7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11",
            new V0Name("geforcertx4090-pcie-24gb"),
            1,
            8,
            32,
            NetworkMode.DEDICATED_IP);

    @Test
    void asksAsTheSampleDoes() {
        ObjectNode sample = (ObjectNode) Fixtures.json("create-request.json").node();

        ObjectNode body = TensorDockPurchase.body(request(), TERMS, "ubuntu2204");

        assertThat(withoutKeys(body)).isEqualTo(withoutKeys(sample));
    }

    @Test
    void asksForAForwardedPortInPlaceOfAnAddress() {
        LaunchTerms forward = new LaunchTerms("l", new V0Name("g"), 1, 8, 32, NetworkMode.PORT_FORWARD);

        JsonNode attributes =
                TensorDockPurchase.body(request(), forward, "ubuntu2204").at("/data/attributes");

        assertThat(attributes.has("useDedicatedIp")).isFalse();
        assertThat(attributes.at("/port_forwards/0/internal_port").intValue()).isEqualTo(22);
        assertThat(attributes.at("/port_forwards/0/external_port").intValue()).isEqualTo(20022);
    }

    @Test
    void forwardsEachPortThatIsAskedFor() {
        LaunchTerms forward = new LaunchTerms("l", new V0Name("g"), 1, 8, 32, NetworkMode.PORT_FORWARD);
        LaunchRequest plain = request();
        LaunchRequest asked = new LaunchRequest(
                plain.tag(),
                plain.offer(),
                plain.launchTerms(),
                plain.diskGb(),
                new Setup(null, List.of(8000)),
                SetupSecrets.NONE,
                plain.keys(),
                plain.sendBy());

        JsonNode forwards =
                TensorDockPurchase.body(asked, forward, "ubuntu2204").at("/data/attributes/port_forwards");

        assertThat(forwards).hasSize(2);
        assertThat(forwards.at("/1/internal_port").intValue()).isEqualTo(8000);
        assertThat(forwards.at("/1/external_port").intValue()).isEqualTo(20023);
    }

    @Test
    void sendsTheFirstKeyByItselfAndAllKeysForBothAccounts() {
        JsonNode attributes =
                TensorDockPurchase.body(request(), TERMS, "ubuntu2204").at("/data/attributes");

        assertThat(attributes.get("ssh_key").textValue()).isEqualTo(OURS.line());
        for (String file : List.of("/root/.ssh/authorized_keys", "/home/user/.ssh/authorized_keys")) {
            for (SshPublicKey key : List.of(OURS, THEIRS)) {
                assertThat(attributes.at("/cloud_init/runcmd"))
                        .extracting(JsonNode::textValue)
                        .contains("grep -qF '" + key.withoutComment() + "' " + file
                                + " 2>/dev/null || printf '\\n%s\\n' '" + key.line() + "' >> " + file);
            }
        }
    }

    @Test
    void onlyEverAppendsToAuthorizedKeys() {
        assertThat(CloudInit.runcmd(List.of(OURS, THEIRS), SetupSecrets.NONE))
                .allSatisfy(command -> assertThat(command.replace(">>", "").replace("2>/dev/null", ""))
                        .doesNotContain(">"));
    }

    private static LaunchRequest request() {
        return request(TERMS.text(), Instant.parse("2026-11-24T12:00:10Z"));
    }

    static LaunchRequest request(String terms, Instant sendBy) {
        return new LaunchRequest(
                Tag.parse("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0").orElseThrow(),
                OfferId.parse("tensordock-7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11-geforcertx4090-pcie-24gb-x1")
                        .orElseThrow(),
                terms,
                100,
                List.of(OURS, THEIRS),
                sendBy);
    }

    private static JsonNode withoutKeys(ObjectNode body) {
        ObjectNode attributes = (ObjectNode) body.deepCopy().at("/data/attributes");
        attributes.remove(List.of("ssh_key", "cloud_init"));
        return attributes;
    }
}

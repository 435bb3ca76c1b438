package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.offer.ProviderId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @Test
    void sessionIdSurvivesItsText() {
        SessionId id = SessionId.random(new Random(1));

        assertThat(SessionId.parse(id.toString())).contains(id);
        assertThat(SessionId.ofBare(id.bare())).isEqualTo(id);
        assertThat(id.value()).hasSize(21);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sess-",
                "sess-abcdefghijklmno",
                "sess-abcdefghijklmnopq",
                "sess-ABCDEFGHIJKLMNOP",
                "sess-abcdefghijklmn01",
                "session-abcdefghijklmnop",
                "abcdefghijklmnop",
                "sess-abcdefghijklmnop\n"
            })
    void sessionIdRefusesAnythingElse(String text) {
        assertThat(SessionId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new SessionId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "prod-eu", "Prod", "abcdefghijklm", "prod ", "prod_eu", "prod\n"})
    void deploymentIdRefusesWhatCouldBeMisread(String text) {
        assertThatThrownBy(() -> new DeploymentId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomDeploymentIdHasTenCharacters() {
        assertThat(DeploymentId.random(new Random(1)).value()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "ä"})
    void instanceIdRefusesWhatDoesNotPrint(String text) {
        assertThatThrownBy(() -> new InstanceId(new ProviderId("vastai"), text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void instanceIdTellsItsProvider() {
        assertThat(new InstanceId(new ProviderId("vastai"), "42")).hasToString("vastai/42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\tb"})
    void consumerIdRefusesBlanksAndControlCharacters(String text) {
        assertThatThrownBy(() -> new ConsumerId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void consumerIdHasAtMost128Characters() {
        assertThat(new ConsumerId("c".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new ConsumerId("c".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB a\nssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB \"quoted\"",
                "command=\"sh\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAKxyz",
                "ssh-ed25519 short"
            })
    void publicKeyRefusesWhatIsNotOnePlainLine(String text) {
        assertThatThrownBy(() -> new SshPublicKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publicKeyIsTheSameKeyWithoutItsComment() {
        assertThat(Fixtures.key("alice").withoutComment())
                .isEqualTo(Fixtures.key("bob").withoutComment());
    }
}

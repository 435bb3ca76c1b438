package io.gpushopper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.ports.SshKeyPair;
import org.junit.jupiter.api.Test;

final class FakeKeyMakerTest {
    @Test
    void makesDistinctKeysAndTheSameOnesEachTime() {
        FakeKeyMaker maker = new FakeKeyMaker();
        SshKeyPair first = maker.consumerKey();
        SshKeyPair second = maker.consumerKey();

        assertThat(first.publicKey()).isNotEqualTo(second.publicKey());
        assertThat(new FakeKeyMaker().consumerKey().publicKey()).isEqualTo(first.publicKey());
        assertThat(first.publicKey().line())
                .startsWith("ssh-rsa AAAAB3NzaC1yc2E")
                .endsWith(" gpushopper");
        assertThat(first.privateKey().reveal()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    }

    @Test
    void makesEngineKeys() {
        SshKeyPair engine = new FakeKeyMaker().engineKey();

        assertThat(engine.publicKey().line())
                .startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI")
                .endsWith(" gpushopper-engine");
        assertThat(FakeKeyMaker.publicHalf(engine.privateKey())).isEqualTo(engine.publicKey());
    }
}

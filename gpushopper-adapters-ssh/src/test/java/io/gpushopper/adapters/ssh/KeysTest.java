package io.gpushopper.adapters.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpushopper.ports.SshKeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KeysTest {
    // RFC 5208 around RFC 8017: version 0, rsaEncryption with NULL, then the key as an octet string of long length.
    private static final byte[] PKCS8_HEAD = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private static Stream<SshKeyPair> pairs() {
        return Stream.of(TestKeys.RSA, Ed25519Keys.newPair());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void openSshReadsThePrivateKeyAndFindsThePublicOne(SshKeyPair pair, @TempDir Path dir) throws Exception {
        Path keygen = Path.of("/usr/bin/ssh-keygen");
        assumeTrue(Files.isExecutable(keygen), "ssh-keygen is not installed");
        Path file = Files.createFile(
                dir.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, pair.privateKey().reveal());

        Process process = new ProcessBuilder(keygen.toString(), "-y", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).startsWith(pair.publicKey().withoutComment());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theProbesLibraryReadsBothHalves(SshKeyPair pair) throws IOException {
        try (SSHClient client = new SSHClient(new DefaultConfig())) {
            KeyProvider read = client.loadKeys(pair.privateKey().reveal(), null, null);
            PublicKey inLine = new Buffer.PlainBuffer(publicBlob(pair)).readPublicKey();

            assertThat(read.getPublic()).isEqualTo(inLine);
            assertThat(read.getPrivate()).isNotNull();
        }
    }

    @Test
    void theJdkReadsTheConsumersKeyBack() throws Exception {
        SshKeyPair pair = TestKeys.RSA;
        String body = pair.privateKey()
                .reveal()
                .replace("-----BEGIN RSA PRIVATE KEY-----\n", "")
                .replace("-----END RSA PRIVATE KEY-----\n", "");
        byte[] pkcs1 = Base64.getMimeDecoder().decode(body);

        RSAPrivateCrtKey key = (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(inPkcs8(pkcs1)));

        RSAPublicKey inLine = (RSAPublicKey) new Buffer.PlainBuffer(publicBlob(pair)).readPublicKey();
        assertThat(key.getModulus()).isEqualTo(inLine.getModulus());
        assertThat(key.getModulus().bitLength()).isEqualTo(3_072);
        assertThat(key.getPublicExponent()).isEqualTo(inLine.getPublicExponent());
        assertThat(key.getPrimeP().multiply(key.getPrimeQ())).isEqualTo(key.getModulus());
        assertThat(key.getCrtCoefficient()).isEqualTo(key.getPrimeQ().modInverse(key.getPrimeP()));
    }

    @Test
    void namesItselfInThePublicLine() {
        assertThat(TestKeys.RSA.publicKey().line()).matches("ssh-rsa \\S+ gpushopper");
        assertThat(Ed25519Keys.newPair().publicKey().line()).matches("ssh-ed25519 \\S+ gpushopper-engine");
    }

    private static byte[] publicBlob(SshKeyPair pair) {
        return Base64.getDecoder().decode(pair.publicKey().line().split(" ")[1]);
    }

    private static byte[] inPkcs8(byte[] pkcs1) {
        byte[] octets = element(0x04, pkcs1);
        byte[] content = new byte[PKCS8_HEAD.length + octets.length];
        System.arraycopy(PKCS8_HEAD, 0, content, 0, PKCS8_HEAD.length);
        System.arraycopy(octets, 0, content, PKCS8_HEAD.length, octets.length);
        return element(0x30, content);
    }

    /** Any length in the form of two bytes, which a key of this size needs. */
    private static byte[] element(int tag, byte[] content) {
        byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        byte[] element = new byte[head.length + content.length];
        System.arraycopy(head, 0, element, 0, head.length);
        System.arraycopy(content, 0, element, head.length, content.length);
        return element;
    }
}

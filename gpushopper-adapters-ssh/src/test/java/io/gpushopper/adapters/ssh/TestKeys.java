package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.testkit.FakeKeyMaker;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;

/** Real keys for the engine, and for consumers such that nobody logs in with: a real pair takes seconds in a test. */
final class TestKeys implements KeyMaker {
    /** One real pair for a consumer. */
    static final SshKeyPair RSA = RsaKeys.newPair();

    private static final int SEED_BYTES = 32;

    private final FakeKeyMaker fake = new FakeKeyMaker();

    @Override
    public SshKeyPair consumerKey() {
        return fake.consumerKey();
    }

    @Override
    public SshKeyPair engineKey() {
        return Ed25519Keys.newPair();
    }

    /** Whether the real pair's private key logs in there, with a client that knows nothing of the probe. */
    static boolean rsaOpens(SshEndpoint place) throws IOException {
        try (SSHClient client = new SSHClient()) {
            client.addHostKeyVerifier(new PromiscuousVerifier());
            client.connect(place.host(), place.port());
            client.authPublickey(place.user(), client.loadKeys(RSA.privateKey().reveal(), null, null));
            return client.isAuthenticated();
        }
    }

    /** How the secret of an engine's key would look in a log. */
    static List<String> formsOfTheSeed(SshPrivateKey key) {
        String body = key.reveal().lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        byte[] container = Base64.getDecoder().decode(body);
        byte[] seed = seedIn(container);
        return List.of(
                HexFormat.of().formatHex(seed),
                HexFormat.ofDelimiter(" ").formatHex(seed),
                Arrays.toString(seed),
                new BigInteger(1, seed).toString(),
                Base64.getEncoder().withoutPadding().encodeToString(seed),
                body.substring(body.length() / 2, body.length() / 2 + 40));
    }

    /** The seed stands before the last copy of the public key, which the container holds three times. */
    private static byte[] seedIn(byte[] container) {
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        int second = lastIndexOf(container, type);
        int afterPublic = second + type.length + 4 + SEED_BYTES;
        return Arrays.copyOfRange(container, afterPublic + 4, afterPublic + 4 + SEED_BYTES);
    }

    private static int lastIndexOf(byte[] text, byte[] part) {
        for (int at = text.length - part.length; at >= 0; at--) {
            if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("no such part");
    }
}

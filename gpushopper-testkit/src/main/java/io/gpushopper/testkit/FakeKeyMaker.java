package io.gpushopper.testkit;

import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshPrivateKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes keys at once that look right and open nothing: the n-th key of a maker is always the same. The public line has
 * the form of its type; the PEM holds no key but the public line, so that a {@link FakeMachine} knows whose it is.
 * Thread-safe.
 */
public final class FakeKeyMaker implements KeyMaker {
    private static final int RSA_MODULUS_BYTES = 384;

    private final AtomicInteger made = new AtomicInteger();

    @Override
    public SshKeyPair consumerKey() {
        byte[] modulus = bytes("consumer " + made.incrementAndGet(), RSA_MODULUS_BYTES);
        // As an mpint: above 0, so a zero byte leads, and the top bit is set; odd, as a product of primes is.
        byte[] mpint = new byte[RSA_MODULUS_BYTES + 1];
        System.arraycopy(modulus, 0, mpint, 1, RSA_MODULUS_BYTES);
        mpint[1] |= (byte) 0x80;
        mpint[RSA_MODULUS_BYTES] |= 1;
        return pair("ssh-rsa", "gpushopper", "RSA PRIVATE KEY", new byte[] {1, 0, 1}, mpint);
    }

    @Override
    public SshKeyPair engineKey() {
        byte[] key = bytes("engine " + made.incrementAndGet(), 32);
        return pair("ssh-ed25519", "gpushopper-engine", "OPENSSH PRIVATE KEY", key);
    }

    /** The public half of a private key that a fake maker made. */
    static SshPublicKey publicHalf(SshPrivateKey key) {
        String body = key.reveal().lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        return new SshPublicKey(new String(Base64.getDecoder().decode(body), StandardCharsets.US_ASCII));
    }

    private static SshKeyPair pair(String type, String comment, String label, byte[]... parts) {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(blob)) {
            string(out, type.getBytes(StandardCharsets.US_ASCII));
            for (byte[] part : parts) {
                string(out, part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String line = type + " " + Base64.getEncoder().encodeToString(blob.toByteArray()) + " " + comment;
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(line.getBytes(StandardCharsets.US_ASCII));
        return new SshKeyPair(
                new SshPublicKey(line),
                new SshPrivateKey("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n"));
    }

    private static void string(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    /** That many bytes that hang on the words alone. */
    static byte[] bytes(String words, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int block = 0; bytes.size() < count; block++) {
                String seed = words + "/" + block;
                bytes.writeBytes(MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        return Arrays.copyOf(bytes.toByteArray(), count);
    }
}

package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshPrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;

/**
 * Makes the engine's pairs: Ed25519, the private key in OpenSSH's own form (openssh-key-v1, PROTOCOL.key in its
 * source), because SSH clients do not read this type from PKCS#8. Stateless.
 */
final class Ed25519Keys {
    private static final byte[] TYPE = ascii("ssh-ed25519");
    private static final String COMMENT = "gpushopper-engine";
    private static final byte[] NOT_ENCRYPTED = ascii("none");
    private static final int KEY_BYTES = 32;
    private static final int BLOCK = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ed25519Keys() {}

    static SshKeyPair newPair() {
        try {
            return inTextForm(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    private static SshKeyPair inTextForm(KeyPair pair) {
        byte[] seed = ((EdECPrivateKey) pair.getPrivate())
                .getBytes()
                .orElseThrow(() -> new IllegalStateException("this Java does not show Ed25519 keys"));
        // RFC 8410: the key is what an encoded Ed25519 public key ends in.
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] key = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        byte[] blob = new SshWire().string(TYPE).string(key).bytes();
        return new SshKeyPair(
                new SshPublicKey("ssh-ed25519 " + TextForm.base64(blob) + " " + COMMENT),
                new SshPrivateKey(TextForm.pem("OPENSSH PRIVATE KEY", container(blob, secretPart(seed, key)))));
    }

    private static byte[] container(byte[] publicPart, byte[] secretPart) {
        return new SshWire()
                .raw(ascii("openssh-key-v1\0"))
                .string(NOT_ENCRYPTED)
                .string(NOT_ENCRYPTED)
                .string(new byte[0])
                .uint32(1)
                .string(publicPart)
                .string(secretPart)
                .bytes();
    }

    private static byte[] secretPart(byte[] seed, byte[] key) {
        int check = RANDOM.nextInt();
        SshWire secret = new SshWire()
                .uint32(check)
                .uint32(check)
                .string(TYPE)
                .string(key)
                .string(new SshWire().raw(seed).raw(key).bytes())
                .string(ascii(COMMENT));
        for (int pad = 1; secret.size() % BLOCK != 0; pad++) {
            secret.raw(new byte[] {(byte) pad});
        }
        return secret.bytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

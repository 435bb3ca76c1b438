package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshPrivateKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;

/**
 * Makes RSA pairs in the form that consumers get: PKCS#1 (RFC 8017, appendix A.1.2), which the JDK itself does not
 * write. Stateless.
 */
final class RsaKeys {
    private static final int BITS = 3_072;
    private static final String TYPE = "ssh-rsa";
    private static final int DER_INTEGER = 0x02;
    private static final int DER_SEQUENCE = 0x30;

    private RsaKeys() {}

    static SshKeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return inTextForm(generator.generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        }
    }

    private static SshKeyPair inTextForm(KeyPair pair) {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        byte[] blob = new SshWire()
                .string(TYPE.getBytes(StandardCharsets.US_ASCII))
                .string(key.getPublicExponent().toByteArray())
                .string(key.getModulus().toByteArray())
                .bytes();
        return new SshKeyPair(
                new SshPublicKey(TYPE + " " + TextForm.base64(blob) + " gpushopper"),
                new SshPrivateKey(TextForm.pem("RSA PRIVATE KEY", pkcs1(key))));
    }

    private static byte[] pkcs1(RSAPrivateCrtKey key) {
        ByteArrayOutputStream integers = new ByteArrayOutputStream();
        BigInteger[] inOrder = {
            BigInteger.ZERO,
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrimeP(),
            key.getPrimeQ(),
            key.getPrimeExponentP(),
            key.getPrimeExponentQ(),
            key.getCrtCoefficient()
        };
        for (BigInteger integer : inOrder) {
            integers.writeBytes(element(DER_INTEGER, integer.toByteArray()));
        }
        return element(DER_SEQUENCE, integers.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int leadingZero = length[0] == 0 ? 1 : 0;
            element.write(0x80 | (length.length - leadingZero));
            element.write(length, leadingZero, length.length - leadingZero);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}

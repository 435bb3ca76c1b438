package io.gpushopper.adapters.ssh;

import java.io.ByteArrayOutputStream;

/** Writes the data types of RFC 4251, section 5. Confined to one thread. */
final class SshWire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    SshWire uint32(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
        return this;
    }

    /** A string; with a BigInteger's own bytes also an mpint. */
    SshWire string(byte[] content) {
        return uint32(content.length).raw(content);
    }

    SshWire raw(byte[] content) {
        out.writeBytes(content);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}

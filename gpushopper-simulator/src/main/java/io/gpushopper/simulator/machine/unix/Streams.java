package io.gpushopper.simulator.machine.unix;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The three streams of a command.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 */
public record Streams(InputStream in, OutputStream out, OutputStream err) {

    /** Checks the parts. */
    public Streams {
        requireNonNull(in, "in");
        requireNonNull(out, "out");
        requireNonNull(err, "err");
    }

    Streams withIn(InputStream other) {
        return new Streams(other, out, err);
    }

    Streams withOut(OutputStream other) {
        return new Streams(in, other, err);
    }

    Streams withErr(OutputStream other) {
        return new Streams(in, out, other);
    }

    void flush() throws IOException {
        out.flush();
        err.flush();
    }
}

package io.gpushopper.simulator.machine.unix;

import java.io.IOException;

/** A file operation that failed the way Unix says it, such as {@code No such file or directory}. */
public final class FileFault extends IOException {

    private static final long serialVersionUID = 1L;

    FileFault(String reason) {
        super(reason);
    }

    static FileFault missing() {
        return new FileFault("No such file or directory");
    }

    static FileFault denied() {
        return new FileFault("Permission denied");
    }
}

package io.gpushopper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory that only its owner can look into, and that goes away with everything in it. */
record PrivateDirectory(Path path) implements AutoCloseable {

    /** Makes one whose name begins so. */
    static PrivateDirectory make(String prefix) throws IOException {
        // The JDK makes temporary directories for their owner alone.
        return new PrivateDirectory(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.deleteIfExists(one);
        }
    }
}

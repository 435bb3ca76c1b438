package io.gpushopper.server.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What holds where nobody says anything: {@code defaults.yml} beside this class. */
final class Defaults {
    private Defaults() {}

    /** A tree of one's own. */
    static ObjectNode tree() {
        try (InputStream file = requireNonNull(Defaults.class.getResourceAsStream("defaults.yml"), "defaults.yml")) {
            return (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

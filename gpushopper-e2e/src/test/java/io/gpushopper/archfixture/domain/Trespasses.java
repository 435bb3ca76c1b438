package io.gpushopper.archfixture.domain;

import io.gpushopper.ports.Provider;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAPort(Provider provider) {}

    record UsesALibrary(Logger logger) {}

    record UsesThreads(ExecutorService executorService) {}

    record UsesFiles(Path path) {}
}

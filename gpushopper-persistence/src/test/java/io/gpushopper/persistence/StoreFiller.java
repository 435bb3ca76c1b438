package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;

import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.SessionCreation;
import java.nio.file.Path;
import java.util.List;

/** The main class of a process that writes sessions without end, and prints the number of each once it is stored. */
final class StoreFiller {
    private StoreFiller() {}

    /** What starts such a process on that directory, on the class path of this one. */
    static List<String> command(Path directory) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Its file of figures would be cut short where files may not grow.
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                StoreFiller.class.getName(),
                directory.toString());
    }

    public static void main(String[] arguments) {
        Stores stores = TestStores.embedded(Path.of(arguments[0]));
        for (int number = 1; ; number++) {
            Session session = aSession(number).running().build();
            stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
            stores.sessions().take(session.id()).orElseThrow();
            System.out.println(number);
            System.out.flush();
        }
    }
}

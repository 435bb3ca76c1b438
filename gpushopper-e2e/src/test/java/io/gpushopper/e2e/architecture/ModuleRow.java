package io.gpushopper.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** One row of the module table: a module, its root package, and all that its classes may depend on. */
enum ModuleRow {
    // Of the JDK only what can neither wait, nor read, nor write: decisions are pure.
    DOMAIN(
            "domain",
            "java.lang..",
            "java.math..",
            "java.time..",
            "java.util",
            "java.util.function..",
            "java.util.random",
            "java.util.regex..",
            "java.util.stream.."),
    PORTS("ports", "java..", own("domain")),
    APPLICATION("application", "java..", own("domain"), own("ports"), Libraries.SLF4J),
    ADAPTERS_HTTP(
            "adapters.http",
            "java..",
            own("domain"),
            own("ports"),
            Libraries.JACKSON,
            Libraries.RESILIENCE4J,
            Libraries.SLF4J),
    // JsonNode is part of what the shared client hands to an adapter.
    ADAPTERS_VASTAI(
            "adapters.vastai",
            "java..",
            own("domain"),
            own("ports"),
            own("adapters.http"),
            Libraries.JACKSON,
            Libraries.SLF4J),
    ADAPTERS_TENSORDOCK(
            "adapters.tensordock",
            "java..",
            own("domain"),
            own("ports"),
            own("adapters.http"),
            Libraries.JACKSON,
            Libraries.SLF4J),
    ADAPTERS_SSH(
            "adapters.ssh",
            "java..",
            "javax.crypto..",
            "javax.net..",
            own("domain"),
            own("ports"),
            "net.schmizz..",
            "com.hierynomus..",
            Libraries.SLF4J),
    PERSISTENCE(
            "persistence",
            "java..",
            "javax.crypto..",
            "javax.sql..",
            own("domain"),
            own("ports"),
            "org.jdbi..",
            "org.flywaydb..",
            "com.github.kagkarlsson.scheduler..",
            "com.zaxxer.hikari..",
            "org.h2..",
            "org.postgresql..",
            Libraries.SLF4J),
    SDK("sdk", "java..", Libraries.JACKSON),
    SERVER(
            "server",
            "java..",
            own("domain"),
            own("ports"),
            own("application"),
            own("adapters"),
            own("persistence"),
            own("sdk"),
            "io.dropwizard..",
            "jakarta..",
            "org.glassfish.jersey..",
            "org.eclipse.jetty..",
            "com.codahale.metrics..",
            "io.prometheus..",
            Libraries.LOGBACK,
            "org.apache.commons.text..",
            Libraries.JACKSON,
            Libraries.SLF4J),
    TESTKIT("testkit", "java..", own("domain"), own("ports"), Libraries.JUNIT, Libraries.ASSERTJ),
    SIMULATOR(
            "simulator",
            "java..",
            "com.sun.net.httpserver..",
            "org.apache.sshd..",
            "org.eclipse.jetty..",
            Libraries.JACKSON,
            Libraries.SLF4J),
    SIMULATION(
            "simulation",
            "java..",
            own("domain"),
            own("ports"),
            own("application"),
            own("testkit"),
            Libraries.JUNIT,
            Libraries.ASSERTJ,
            Libraries.SLF4J),
    // The log is its own before there is a server to set it up.
    CLI("cli", "java..", own("server"), own("simulator"), Libraries.LOGBACK, Libraries.SLF4J);

    /** Where the classes live that break the rules on purpose, one package for each module. */
    static final String FIXTURES = "io.gpushopper.archfixture";

    private final String name;
    private final String[] allowed;

    ModuleRow(String name, String... allowed) {
        this.name = name;
        this.allowed = allowed;
    }

    String rootPackage() {
        return "io.gpushopper." + name;
    }

    String fixturePackage() {
        return FIXTURES + "." + name;
    }

    String module() {
        return this == SDK ? "gpushopper-sdk-java" : "gpushopper-" + name.replace('.', '-');
    }

    /** The rule for the module's packages and, alike, for the fixtures that stand in for them. */
    ArchRule rule() {
        String[] self = {rootPackage() + "..", fixturePackage() + ".."};
        String[] targets = Stream.of(self, allowed, new String[] {"org.jspecify.annotations.."})
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAnyPackage(self)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(targets)
                .as(module() + " uses only " + String.join(", ", allowed));
    }

    private static String own(String name) {
        return "io.gpushopper." + name + "..";
    }

    private static final class Libraries {
        static final String ASSERTJ = "org.assertj..";
        static final String JACKSON = "com.fasterxml.jackson..";
        static final String JUNIT = "org.junit..";
        static final String LOGBACK = "ch.qos.logback..";
        static final String RESILIENCE4J = "io.github.resilience4j..";
        static final String SLF4J = "org.slf4j..";
    }
}

package io.gpushopper.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The module table: which module may use which, and which packages are whose. */
class ModuleTableTest {
    @ParameterizedTest
    @EnumSource
    void keepsToItsRow(ModuleRow row) {
        row.rule().check(Reactor.classes());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("trespasses")
    void noticesWhoBreaksItsRow(ModuleRow row, String trespass) {
        JavaClasses fixture = Reactor.fixture(trespass);

        assertThat(row.rule().evaluate(fixture).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void hasFixturesThatBreakItsRow(ModuleRow row) {
        assertThat(trespassesOf(row)).as(row.fixturePackage()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsToItsRootPackage(ModuleRow row) {
        ArchRule rule = classes().should().resideInAPackage(row.rootPackage() + "..");

        rule.check(Reactor.classesByModule().get(row.module()));
        assertThat(rule.evaluate(Reactor.fixtures()).hasViolation()).isTrue();
    }

    @Test
    void knowsARowForEveryModuleOfTheTable() {
        Set<String> rows =
                Arrays.stream(ModuleRow.values()).map(ModuleRow::module).collect(Collectors.toSet());

        assertThat(Reactor.classesByModule().keySet())
                .as("modules with classes, but for the examples, which are no part of the system")
                .containsAll(rows)
                .filteredOn(module -> !rows.contains(module))
                .containsExactly("gpushopper-examples");
    }

    @Test
    void noPackageIsInTwoModules() {
        assertThat(packagesOfMoreThanOne(Reactor.classesByModule())).isEmpty();
    }

    @Test
    void noticesAPackageInTwoModules() {
        JavaClasses fixtures = Reactor.fixtures();

        assertThat(packagesOfMoreThanOne(Map.of("one", fixtures, "other", fixtures)))
                .contains(ModuleRow.DOMAIN.fixturePackage());
    }

    private static Set<String> packagesOfMoreThanOne(Map<String, JavaClasses> modules) {
        Map<String, String> owners = new HashMap<>();
        Set<String> shared = new TreeSet<>();
        modules.forEach((module, classes) -> classes.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> owners.put(name, module) != null)
                .forEach(shared::add));
        return shared;
    }

    private static Stream<Arguments> trespasses() {
        return Arrays.stream(ModuleRow.values())
                .flatMap(row -> trespassesOf(row).map(trespass -> Arguments.of(row, trespass)));
    }

    private static Stream<String> trespassesOf(ModuleRow row) {
        return Reactor.fixtures().stream()
                .filter(fixture -> fixture.getPackageName().equals(row.fixturePackage()))
                .filter(JavaClass::isRecord)
                .map(JavaClass::getName);
    }
}

package io.gpushopper.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house on the real classes, and on classes that break them. */
class HouseRulesTest {
    @Test
    void timeAndChanceAreHandedIn() {
        HouseRules.TIME_AND_CHANCE_ARE_INJECTED.check(Reactor.classes());
    }

    @ParameterizedTest
    @MethodSource
    void noticesTimeAndChanceTakenFromTheWorld(String name) {
        assertBreaks(HouseRules.TIME_AND_CHANCE_ARE_INJECTED, name);
    }

    @Test
    void everyPackageIsNullMarked() {
        HouseRules.PACKAGES_ARE_NULL_MARKED.check(Reactor.classes());
    }

    @Test
    void noticesAPackageThatIsNotNullMarked() {
        assertBreaks(HouseRules.PACKAGES_ARE_NULL_MARKED, ModuleRow.FIXTURES + ".unmarked.Unmarked");
    }

    @Test
    void namesSaySomething() {
        HouseRules.NAMES_SAY_SOMETHING.check(Reactor.classes());
    }

    @ParameterizedTest
    @MethodSource
    void noticesANameThatSaysNothing(String name) {
        assertBreaks(HouseRules.NAMES_SAY_SOMETHING, name);
    }

    @Test
    void noPackageIsAShelf() {
        HouseRules.NO_SHELVES.check(Reactor.classes());
    }

    @Test
    void noticesAShelf() {
        assertBreaks(HouseRules.NO_SHELVES, ModuleRow.FIXTURES + ".names.util.Shelved");
    }

    @Test
    void anAdapterExportsOneFactory() {
        HouseRules.ADAPTERS_EXPORT_ONE_FACTORY.check(Reactor.classes());
    }

    @Test
    void noticesAnAdapterThatExportsMore() {
        assertThat(HouseRules.ADAPTERS_EXPORT_ONE_FACTORY
                        .evaluate(Reactor.fixtures())
                        .hasViolation())
                .isTrue();
    }

    private static void assertBreaks(ArchRule rule, String name) {
        JavaClasses fixture = Reactor.fixture(name);

        assertThat(rule.evaluate(fixture).hasViolation()).as(name).isTrue();
    }

    private static Stream<String> noticesTimeAndChanceTakenFromTheWorld() {
        return fixturesIn(ModuleRow.FIXTURES + ".application.Impatience$");
    }

    private static Stream<String> noticesANameThatSaysNothing() {
        return fixturesIn(ModuleRow.FIXTURES + ".names.Names$");
    }

    private static Stream<String> fixturesIn(String prefix) {
        List<String> names = Reactor.fixtures().stream()
                .map(JavaClass::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
        assertThat(names).as(prefix).isNotEmpty();
        return names.stream();
    }
}

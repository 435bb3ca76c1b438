package io.gpushopper.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules that hold for many modules alike. */
final class HouseRules {
    /** Who gets time, chance and threads handed in; the server wires the real ones, the simulator drives itself. */
    private static final Set<ModuleRow> PATIENT = EnumSet.of(
            ModuleRow.DOMAIN,
            ModuleRow.PORTS,
            ModuleRow.APPLICATION,
            ModuleRow.ADAPTERS_HTTP,
            ModuleRow.ADAPTERS_VASTAI,
            ModuleRow.ADAPTERS_TENSORDOCK,
            ModuleRow.ADAPTERS_SSH,
            ModuleRow.PERSISTENCE,
            ModuleRow.SDK);

    private static final Set<ModuleRow> FACTORIES =
            EnumSet.of(ModuleRow.ADAPTERS_VASTAI, ModuleRow.ADAPTERS_TENSORDOCK, ModuleRow.ADAPTERS_SSH);

    /** The real things that are handed in, where nobody hands in others. */
    private static final Set<String> HANDS_IN =
            Set.of("io.gpushopper.ports.Sleeper", "io.gpushopper.sdk.GpuShopperClient$Builder");

    /** What the world outside decides, as owner and member; a constructor is forbidden without arguments. */
    private static final Set<String> IMPATIENCE = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.util.UUID.randomUUID",
            "java.util.Date.<init>",
            "java.util.Random.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.ForkJoinPool.commonPool",
            "java.util.Collection.parallelStream",
            "java.util.List.parallelStream",
            "java.util.Set.parallelStream");

    /** Run on the common pool when they are given no executor. */
    private static final Set<String> COMMON_POOL = Set.of("supplyAsync", "runAsync");

    static final ArchRule TIME_AND_CHANCE_ARE_INJECTED = noClasses()
            .that()
            .resideInAnyPackage(packages(PATIENT))
            .and(describe("do not hand in the real ones", type -> !HANDS_IN.contains(type.getName())))
            .should()
            .accessTargetWhere(describe("the target is time, chance or a thread", HouseRules::isImpatient))
            .as("time, chance and threads are handed in");

    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .should(ArchCondition.from(describe(
                    "be in a @NullMarked package",
                    (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))))
            .as("every package is @NullMarked");

    static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Base")
            .orShould()
            .haveSimpleNameEndingWith("Data")
            .orShould()
            .haveSimpleNameEndingWith("Info")
            .orShould()
            .haveNameMatching(".*[.$]I[A-Z][^.$]*")
            .as("no class is an Impl, a Manager, a Helper, …");

    static final ArchRule NO_SHELVES = noClasses()
            .should()
            .resideInAnyPackage(Stream.of("util", "utils", "common", "helper", "helpers", "impl", "dto", "misc")
                    .map(shelf -> "io.gpushopper.." + shelf + "..")
                    .toArray(String[]::new))
            .as("no package is a shelf");

    static final ArchRule ADAPTERS_EXPORT_ONE_FACTORY = classes()
            .that()
            .resideInAnyPackage(packages(FACTORIES))
            .and()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .and()
            .haveSimpleNameNotEndingWith("Config")
            .should(beAloneInTheirPackage())
            .as("an adapter exports one factory, and its configuration");

    private HouseRules() {}

    private static boolean isImpatient(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String member = owner + "." + access.getTarget().getName();
        int parameters = access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().size()
                : 0;
        boolean makesThread =
                owner.equals("java.lang.Thread") && access.getTarget().getName().equals("<init>");
        boolean commonPool = owner.equals("java.util.concurrent.CompletableFuture")
                && COMMON_POOL.contains(access.getTarget().getName())
                && parameters == 1;
        boolean seeded = member.endsWith("<init>") && parameters > 0;
        return makesThread || commonPool || (IMPATIENCE.contains(member) && !seeded);
    }

    private static ArchCondition<JavaClass> beAloneInTheirPackage() {
        return new ArchCondition<>("be the only public one of their package") {
            private final Map<String, Set<String>> exported = new TreeMap<>();

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                exported.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getSimpleName());
            }

            @Override
            public void finish(ConditionEvents events) {
                exported.forEach((name, types) -> events.add(new SimpleConditionEvent(
                        name, types.size() == 1, name + " exports " + String.join(", ", types))));
                exported.clear();
            }
        };
    }

    private static String[] packages(Set<ModuleRow> rows) {
        return rows.stream()
                .flatMap(row -> Stream.of(row.rootPackage() + "..", row.fixturePackage() + ".."))
                .toArray(String[]::new);
    }
}

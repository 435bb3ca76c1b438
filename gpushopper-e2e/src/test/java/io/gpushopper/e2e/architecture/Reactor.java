package io.gpushopper.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The compiled modules of this build, read from their own directories, so that each class is known to be of one module. */
final class Reactor {
    private static final Map<String, JavaClasses> BY_MODULE = read();
    private static final JavaClasses ALL =
            new ClassFileImporter().importPaths(directories().values());
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(ModuleRow.FIXTURES);

    private Reactor() {}

    /** Every module's main classes; of a module that is tests only, its tests. */
    static JavaClasses classes() {
        return ALL;
    }

    static Map<String, JavaClasses> classesByModule() {
        return BY_MODULE;
    }

    /** Classes that break the rules on purpose. */
    static JavaClasses fixtures() {
        return FIXTURES;
    }

    /** One of the fixtures alone, so that a violation is its own. */
    static JavaClasses fixture(String name) {
        return FIXTURES.that(describe("is " + name, type -> type.getName().equals(name)));
    }

    private static Map<String, JavaClasses> read() {
        Map<String, JavaClasses> classes = new LinkedHashMap<>();
        directories()
                .forEach((module, directory) -> classes.put(module, new ClassFileImporter().importPath(directory)));
        return classes;
    }

    private static Map<String, Path> directories() {
        Map<String, Path> directories = new TreeMap<>();
        for (Path module : modules()) {
            Path main = module.resolve("target/classes");
            Path tests = module.resolve("target/test-classes");
            if (hasClasses(main)) {
                directories.put(module.getFileName().toString(), main);
            } else if (hasClasses(tests) && !module.endsWith("gpushopper-e2e")) {
                directories.put(module.getFileName().toString(), tests);
            }
        }
        return directories;
    }

    private static List<Path> modules() {
        Path parent = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith("gpushopper-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasClasses(Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

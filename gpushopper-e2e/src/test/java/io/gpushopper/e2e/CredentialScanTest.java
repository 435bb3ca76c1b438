package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No credential stands in anything that the tests of the modules before this one put out: names, logs, messages of exceptions. What this
 * module's servers write, and the URLs that its markets are asked for, are looked through at the end of each of its tests ({@link Stage},
 * {@link Market}).
 */
final class CredentialScanTest {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path REACTOR = HERE.getParent();
    private static final Pattern MADE = Pattern.compile("new ApiKey\\(\"([^\"]*)\"\\)|\\.token\\(\"([^\"]*)\"\\)");
    /** It cleans texts with a key in them, which are the names of its tests; and it has texts that can't be keys. */
    private static final Set<String> ABOUT_KEYS = Set.of("RedactorTest.java");

    @TempDir
    private Path directory;

    @Test
    void nothingThatTheTestsPutOutHoldsACredential() {
        List<String> leaks = new ArrayList<>();
        int read = 0;
        for (Path module : modules()) {
            Path reports = module.resolve("target/surefire-reports");
            read += module.equals(HERE) ? 0 : CredentialScan.filesBelow(reports).size();
            CredentialScan.leaksBelow(reports).forEach(leak -> leaks.add(module.getFileName() + " " + leak));
        }

        assertThat(leaks).isEmpty();
        assumeThat(read)
                .as("files read: none where no module was tested before this one")
                .isPositive();
    }

    @Test
    void everyCredentialOfATestIsMarkedSoThatItCanBeTold() {
        List<String> unmarked = new ArrayList<>();
        for (Path module : modules()) {
            for (Path source : CredentialScan.filesBelow(module.resolve("src/test/java"))) {
                Matcher made = MADE.matcher(CredentialScan.text(source));
                while (made.find()) {
                    if (!made.group().contains(CredentialScan.MARK)
                            && !ABOUT_KEYS.contains(source.getFileName().toString())) {
                        unmarked.add(source.getFileName() + ": " + made.group());
                    }
                }
            }
        }

        assertThat(unmarked)
                .as("credentials without %s in them", CredentialScan.MARK)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO provider refused k3y0must0never0{be}0logged",
                "<system-out>GET /api/v0/users/current/?{api}_key=abc</system-out>",
                "GET /vastai/api/v0/instances {owner=me, {api}_key=abc}",
                "-----BEGIN OPENSSH {PRIVATE} KEY-----&#10;b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAA",
                "{\"key\":\"-----BEGIN {PRIVATE} KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIB\"}"
            })
    void findsWhatIsPlanted(String line) throws IOException {
        String planted = line.replaceAll("\\{(be|api|PRIVATE)}", "$1");
        Files.createDirectories(directory.resolve("deep"));
        Files.writeString(directory.resolve("clean.txt"), "GET /api/v1/instances/?after_token=abc\n");
        Files.writeString(directory.resolve("deep/report.xml"), "one\ntwo\n" + planted + "\n");

        assertThat(CredentialScan.leaksBelow(directory))
                .singleElement()
                .asString()
                .startsWith("report.xml:");
        assertThat(CredentialScan.leaksBelow(directory).toString())
                .as("it does not repeat what it found")
                .doesNotContain("logged");
        assertThat(CredentialScan.isLeak(planted)).isTrue();
    }

    private static List<Path> modules() {
        try (Stream<Path> children = Files.list(REACTOR)) {
            return children.filter(child -> child.getFileName().toString().startsWith("gpushopper-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

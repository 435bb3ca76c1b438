package io.gpushopper.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.logging.common.BootstrapLogging;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import io.gpushopper.application.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
    static {
        BootstrapLogging.bootstrap();
    }

    private static final ConfigurationReader READER = new ConfigurationReader(Validators.newValidator());

    @TempDir
    private Path directory;

    @Test
    void needsNoFileAndNoVariable() {
        ServerConfiguration configuration = read(Map.of());

        HttpConnectorFactory api = connector(configuration, "application");
        assertThat(api.getBindHost()).isEqualTo("127.0.0.1");
        assertThat(api.getPort()).isEqualTo(8080);
        HttpConnectorFactory admin = connector(configuration, "admin");
        assertThat(admin.getBindHost()).isEqualTo("127.0.0.1");
        assertThat(admin.getPort()).isEqualTo(8081);
        assertThat(configuration.engineSettings()).isEqualTo(EngineSettings.DEFAULT);
        assertThat(configuration.database()).isEqualTo(new DatabaseConfig("data/gpushopper", null, null, null));
        assertThat(configuration.deployment().id()).isNull();
        assertThat(configuration.encryption().key()).isNull();
        assertThat(configuration.auth()).isEqualTo(new AuthConfig(List.of(), "token"));
        assertThat(configuration.providers().vastai())
                .isEqualTo(new ProvidersConfig.VastAi("https://console.vast.ai", null, false));
        assertThat(configuration.providers().tensorDock())
                .isEqualTo(new ProvidersConfig.TensorDock(
                        "https://dashboard.tensordock.com/api/v2",
                        "https://marketplace.tensordock.com/api/v0",
                        null,
                        null));
        assertThat(logging(configuration).getLevel()).isEqualTo("INFO");
    }

    @Test
    void takesEveryVariableWithoutAFile() {
        Map<String, String> environment = new HashMap<>();
        Arrays.stream(Variable.values()).forEach(variable -> environment.put(variable.name(), example(variable)));

        ServerConfiguration configuration = read(environment);

        assertThat(connector(configuration, "application").getBindHost()).isEqualTo("0.0.0.0");
        assertThat(connector(configuration, "application").getPort()).isEqualTo(9000);
        assertThat(connector(configuration, "admin").getBindHost()).isEqualTo("0.0.0.0");
        assertThat(connector(configuration, "admin").getPort()).isEqualTo(9001);
        assertThat(configuration.database().path()).isEqualTo("DATABASE_PATH!");
        assertThat(configuration.database().url()).isEqualTo("DATABASE_URL!");
        assertThat(configuration.database().user()).isEqualTo("DATABASE_USER!");
        assertThat(configuration.database().password().reveal()).isEqualTo("DATABASE_PASSWORD!");
        assertThat(configuration.deployment().id()).isEqualTo("DEPLOYMENT_ID!");
        assertThat(configuration.encryption().key().reveal()).isEqualTo("ENCRYPTION_KEY!");
        assertThat(configuration.auth().tokens())
                .singleElement()
                .satisfies(token -> assertThat(token.consumerIds()).containsExactly("a"));
        assertThat(configuration.auth().toString()).contains("AUTH_METRICS!").doesNotContain("AUTH_HASH!");
        ProvidersConfig providers = configuration.providers();
        assertThat(providers.vastai().apiKey().reveal()).isEqualTo("VASTAI_API_KEY!");
        assertThat(providers.vastai().url()).isEqualTo("VASTAI_API_URL!");
        assertThat(providers.vastai().interruptible()).isTrue();
        assertThat(providers.tensorDock().authId()).isEqualTo("TENSORDOCK_AUTH_ID!");
        assertThat(providers.tensorDock().apiToken().reveal()).isEqualTo("TENSORDOCK_API_TOKEN!");
        assertThat(providers.tensorDock().url()).isEqualTo("TENSORDOCK_API_URL!");
        assertThat(providers.tensorDock().balanceUrl()).isEqualTo("TENSORDOCK_BALANCE_URL!");
        assertThat(logging(configuration).getLevel()).isEqualTo("DEBUG");
        assertThat(logging(configuration).getAppenders().get(0))
                .extracting("layout")
                .isInstanceOf(EventJsonLayoutBaseFactory.class);
        assertThat(configuration.providers().toString() + configuration.database())
                .doesNotContain("VASTAI_API_KEY!", "TENSORDOCK_API_TOKEN!", "DATABASE_PASSWORD!");
    }

    @Test
    void takesEveryKeyFromAFile() throws IOException {
        Path file = file("""
                server:
                  applicationConnectors:
                    - type: http
                      port: 9100
                logging:
                  level: WARN
                database:
                  url: jdbc:postgresql://db/gpushopper
                  user: ${DB_USER}
                  password: ${DB_PASSWORD:-"none"}
                deployment:
                  id: prod
                encryption:
                  key: c2VjcmV0
                auth:
                  metrics: open
                  tokens:
                    - name: ops
                      sha256: "${OPS_HASH:-00}"
                      role: admin
                inventory:
                  refresh: 30s
                engine:
                  hardLimit: 10h
                  createWait: 50s
                  deleteWait: 10s
                  reconcileEvery: 4m
                  watchEvery: 9s
                providers:
                  vastai:
                    url: http://127.0.0.1:1/vastai
                    apiKey: v
                  tensorDock:
                    url: http://127.0.0.1:1/t/api/v2
                    balanceUrl: http://127.0.0.1:1/t/api/v0
                    authId: a
                    apiToken: t
                """);

        ServerConfiguration configuration = READER.read(file, Map.of("DB_USER", "me"), directory);

        assertThat(connector(configuration, "application").getPort()).isEqualTo(9100);
        assertThat(connector(configuration, "application").getBindHost()).isEqualTo("127.0.0.1");
        assertThat(configuration.database().user()).isEqualTo("me");
        assertThat(configuration.database().password().reveal()).isEqualTo("none");
        assertThat(configuration.deployment().id()).isEqualTo("prod");
        assertThat(configuration.auth().metrics()).isEqualTo("open");
        assertThat(configuration.auth().tokens().get(0).sha256().reveal()).isEqualTo("00");
        assertThat(configuration.engineSettings().toString())
                .isEqualTo("EngineSettings[hardLimit=PT10H, createWait=PT50S, deleteWait=PT10S, inventoryRefresh=PT30S,"
                        + " reconcileEvery=PT4M, watchEvery=PT9S, priceTolerance=0.05]");
        assertThat(configuration.providers().tensorDock().authId()).isEqualTo("a");
    }

    @Test
    void letsTheEnvironmentSayOtherwiseThanTheFileAndTheFileOtherwiseThanNothing() throws IOException {
        Path file = file("engine:\n  createWait: 5s\ndatabase:\n  path: from-file\nproviders:\n");

        ServerConfiguration configuration = READER.read(file, Map.of("DATABASE_PATH", "from-environment"), directory);

        assertThat(configuration.database().path()).isEqualTo("from-environment");
        assertThat(configuration.engineSettings().createWait()).hasSeconds(5);
        assertThat(configuration.engineSettings().deleteWait()).isEqualTo(EngineSettings.DEFAULT.deleteWait());
    }

    @Test
    void readsDotEnvBelowTheEnvironment() throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "# ours\n\nexport VASTAI_API_KEY = 'abc#1'\nDATABASE_PATH=\"a b\"  # why not\nSERVER_PORT=9000\nEMPTY=\n");

        ServerConfiguration configuration = READER.read(null, Map.of("SERVER_PORT", "9001"), directory);

        assertThat(configuration.providers().vastai().apiKey().reveal()).isEqualTo("abc#1");
        assertThat(configuration.database().path()).isEqualTo("a b");
        assertThat(connector(configuration, "application").getPort()).isEqualTo(9001);
    }

    @Test
    void takesAnEmptyVariableForNone() {
        assertThat(read(Map.of("VASTAI_API_KEY", " ", "SERVER_PORT", ""))
                        .providers()
                        .vastai()
                        .apiKey())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVER_PORT | eighty | SERVER_PORT must be a port from 1 to 65535, or 0 for a free one, got \"eighty\"",
                "SERVER_PORT | 70000 | SERVER_PORT must be a port from 1 to 65535, or 0 for a free one, got \"70000\"",
                "ADMIN_PORT | -1 | ADMIN_PORT must be a port from 1 to 65535, or 0 for a free one, got \"-1\"",
                "LOG_LEVEL | loud | LOG_LEVEL must be one of ERROR, WARN, INFO, DEBUG, TRACE, got \"loud\"",
                "LOG_FORMAT | xml | LOG_FORMAT must be text or json, got \"xml\"",
            })
    void namesAVariableThatMakesNoSense(String name, String value, String line) {
        assertThat(refusal(null, Map.of(name, value))).hasMessage(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database:\\n  path: [ | config.yml, line 2, column",
                "a: b: c | config.yml, line 1, column",
                "databse:\\n  path: x | unknown key databse: remove it, or write one of",
                "database:\\n  paht: x | unknown key database.paht: remove it, or write one of password, path, url, user",
                "engine:\\n  createWait: soon | engine.createWait",
                "engine:\\n  createWait: [] | engine.createWait",
                "database: 5 | database",
                "server:\\n  type: simple | server.type must be default, got \"simple\"",
                "server:\\n  applicationConnectors:\\n    - type: http\\n      port: 70000 | server.applicationConnectors[0].port",
                "database:\\n  user: ${NOBODY_SET_IT} | uses ${NOBODY_SET_IT}, which is not set",
                "- a | write keys such as",
                "database:\\n  path: a\\n  path: b | Duplicate",
            })
    void namesTheFileAndWhatIsWrongInItInOneLine(String text, String line) throws IOException {
        StartupException refusal = refusal(file(text.replace("\\n", "\n")), Map.of());

        assertThat(refusal).hasMessageContaining(line).hasMessageContaining("config.yml");
        assertThat(refusal.getMessage()).doesNotContain("\n", "com.fasterxml", "Exception");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThat(refusal(directory.resolve("none.yml"), Map.of()))
                .hasMessageStartingWith("there is no configuration file ")
                .hasMessageContaining("none.yml");
    }

    @Test
    void namesTheLineOfDotEnvThatMakesNoSense() throws IOException {
        Files.writeString(directory.resolve(".env"), "A=b\nnonsense\n");

        assertThat(refusal(null, Map.of())).hasMessageContaining(".env, line 2: write NAME=value");
    }

    private ServerConfiguration read(Map<String, String> environment) {
        return READER.read(null, environment, directory);
    }

    private StartupException refusal(Path file, Map<String, String> environment) {
        return catchThrowableOfType(StartupException.class, () -> READER.read(file, environment, directory));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("config.yml"), text);
    }

    private static String example(Variable variable) {
        return switch (variable) {
            case SERVER_HOST -> "0.0.0.0";
            case SERVER_PORT -> "9000";
            case ADMIN_PORT -> "9001";
            case LOG_LEVEL -> "debug";
            case LOG_FORMAT -> "json";
            case AUTH_TOKENS -> "[{\"name\": \"n\", \"sha256\": \"AUTH_HASH!\", \"consumerIds\": [\"a\"]}]";
            case OBSERVE, VASTAI_INTERRUPTIBLE -> "true";
            case MAX_LIVE_INSTANCES -> "7";
            case MAX_HOURLY_SPEND, MONTHLY_BUDGET -> "12.5";
            default -> variable.name() + "!";
        };
    }

    private static HttpConnectorFactory connector(ServerConfiguration configuration, String which) {
        DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
        return (HttpConnectorFactory)
                ("admin".equals(which)
                        ? server.getAdminConnectors().get(0)
                        : server.getApplicationConnectors().get(0));
    }

    private static DefaultLoggingFactory logging(ServerConfiguration configuration) {
        return (DefaultLoggingFactory) configuration.getLoggingFactory();
    }
}

package io.gpushopper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.cli.CommandLine.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @ParameterizedTest
    @CsvSource({
        "demo, DEMO",
        "server, SERVER",
        "simulator, SIMULATOR",
        "--help, HELP",
        "-h, HELP",
        "help, HELP",
        "demo --help, HELP",
        "server -h, HELP",
        "--version, VERSION",
        "version, VERSION"
    })
    void knowsItsCommands(String arguments, Command command) {
        assertThat(parsed(arguments)).isEqualTo(new CommandLine(command));
    }

    @Test
    void takesTheServersConfigurationFile() {
        assertThat(parsed("server config.yml")).isEqualTo(new CommandLine(Command.SERVER, "config.yml", Map.of()));
        assertThat(parsed("server --observe config.yml --end-sessions").file()).isEqualTo(Path.of("config.yml"));
    }

    @ParameterizedTest
    @CsvSource({
        "server --observe, SERVER, --observe, ''",
        "server --end-sessions, SERVER, --end-sessions, ''",
        "claim prod --admin http://host:1, CLAIM, --admin, http://host:1",
        "audit --admin http://host:1, AUDIT, --admin, http://host:1",
        "reconcile --dry-run, RECONCILE, --dry-run, ''",
        "reconcile --keep-stranger vastai/7, RECONCILE, --keep-stranger, vastai/7",
        "reconcile --destroy-stranger vastai/7, RECONCILE, --destroy-stranger, vastai/7",
        "end-all --deployment prod, END_ALL, --deployment, prod",
        "end-all --deployment prod --yes config.yml, END_ALL, --yes, ''"
    })
    void knowsTheOptionsOfEachCommand(String arguments, Command command, String option, String value) {
        CommandLine line = parsed(arguments);

        assertThat(line.command()).isEqualTo(command);
        assertThat(line.find(option)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({
        "destroy, 'there is no command \"destroy\": use demo, server, simulator, claim, audit, reconcile or end-all'",
        "claim, 'claim needs the id of a deployment'",
        "claim a b, 'claim takes the id of a deployment, got also \"b\"'",
        "end-all, 'end-all needs --deployment and a value'",
        "end-all --deployment, '--deployment needs a value'",
        "end-all --deployment --yes, '--deployment needs a value'",
        "reconcile --keep-stranger, '--keep-stranger needs a value'",
        "audit --yes, 'audit has no option \"--yes\": use --admin'",
        "demo now, 'demo takes no arguments, got \"now\"'",
        "simulator 8090, 'simulator takes no arguments, got \"8090\"'",
        "server --port=1, 'server has no option \"--port=1\": give the path of a YAML file, --observe or --end-sessions, or nothing'",
        "server a.yml b.yml, 'server takes the path of a YAML file, got also \"b.yml\"'"
    })
    void saysWhatIsWrongWithTheArguments(String arguments, String message) {
        assertThatThrownBy(() -> parsed(arguments))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void asksForACommandWhenThereIsNone() {
        assertThatThrownBy(() -> CommandLine.parse(List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("say what to do: demo, server, simulator, claim, audit, reconcile or end-all");
    }

    private static CommandLine parsed(String arguments) {
        return CommandLine.parse(List.of(arguments.split(" ")));
    }
}

package io.gpushopper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.cli.CommandLine.Command;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(parsed(arguments)).isEqualTo(new CommandLine(command, null));
    }

    @Test
    void takesTheServersConfigurationFile() {
        assertThat(parsed("server config.yml")).isEqualTo(new CommandLine(Command.SERVER, Path.of("config.yml")));
    }

    @ParameterizedTest
    @CsvSource({
        "destroy, 'there is no command \"destroy\": use demo, server or simulator'",
        "demo now, 'demo takes no arguments, got \"now\"'",
        "simulator 8090, 'simulator takes no arguments, got \"8090\"'",
        "server --port=1, 'server has no option \"--port=1\": give the path of a YAML file, or nothing'",
        "server a.yml b.yml, 'server takes one configuration file, got also \"b.yml\"'"
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
                .hasMessage("say what to do: demo, server or simulator");
    }

    private static CommandLine parsed(String arguments) {
        return CommandLine.parse(List.of(arguments.split(" ")));
    }
}

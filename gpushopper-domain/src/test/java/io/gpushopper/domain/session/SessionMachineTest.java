package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionMachineTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "session-lifecycle.md");
    private static final EndCause CAUSE = EndCause.of(StopReason.DONE);

    @Test
    void isTheTableOfTheDocumentation() throws IOException {
        List<String> documented = Files.readAllLines(DOCUMENTATION).stream()
                .dropWhile(line -> !line.equals("| --- | --- | --- |"))
                .skip(1)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.length() - 2))
                .toList();

        assertThat(SessionMachine.rows()).isEqualTo(documented);
    }

    @ParameterizedTest
    @EnumSource
    void leavesAFinalStateByNothing(TransitionCause cause) {
        assertThat(SessionMachine.allowed("stopped", cause)).isEmpty();
        assertThat(SessionMachine.allowed("failed", cause)).isEmpty();
        assertThatThrownBy(() -> SessionMachine.move(
                        Fixtures.SESSION,
                        new SessionState.Stopped(CAUSE, Fixtures.T0),
                        cause,
                        new SessionState.Ending(CAUSE, Fixtures.T0)))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining(Fixtures.SESSION.value());
    }

    @Test
    void refusesAStateThatTheCauseDoesNotLeadTo() {
        assertThatThrownBy(() -> SessionMachine.move(
                        Fixtures.SESSION,
                        new SessionState.Pending(),
                        TransitionCause.SENT,
                        new SessionState.Booting(Fixtures.ONE)))
                .isInstanceOfSatisfying(
                        IllegalTransitionException.class,
                        refused -> assertThat(refused.status()).isEqualTo(SessionStatus.PENDING));
    }
}

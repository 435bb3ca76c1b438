package io.gpushopper.domain.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The transition table: which cause leads from which state to which.
 *
 * <pre>
 * from       cause           to                   public status
 * pending    SENT            launching            pending to provisioning
 * pending    NOTHING_BOUGHT  failed               pending to failed
 * pending    END_WANTED      ending               pending to provisioning to stopping
 * launching  LAUNCHED        booting              provisioning
 * launching  NOTHING_BOUGHT  failed               provisioning to failed
 * launching  TRIED_IN_VAIN   retrying             provisioning
 * launching  END_WANTED      ending               provisioning to stopping
 * booting    ADDRESS_KNOWN   verifying            provisioning
 * booting    VERIFIED        running              provisioning to running
 * booting    TRIED_IN_VAIN   retrying             provisioning
 * booting    END_WANTED      ending               provisioning to stopping
 * verifying  VERIFIED        running              provisioning to running
 * verifying  TRIED_IN_VAIN   retrying             provisioning
 * verifying  END_WANTED      ending               provisioning to stopping
 * retrying   SENT            launching            provisioning
 * retrying   NOTHING_BOUGHT  failed               provisioning to failed
 * retrying   END_WANTED      ending               provisioning to stopping
 * running    END_WANTED      halting or ending    running to stopping
 * running    LOST            failed               running to failed
 * halting    SHOWN_STOPPED   kept                 stopping to stopped or failed
 * halting    NOT_KEPT        ending               stopping
 * ending     PROVEN_EMPTY    stopped or failed    stopping to stopped or failed
 * kept       RELEASED        stopped or failed    stopped or failed
 * </pre>
 *
 * <p>{@code stopped} and {@code failed} are left by nothing, and no public status that is final ever changes. Immutable.
 */
final class SessionMachine {
    private static final Map<String, Map<TransitionCause, Set<String>>> TABLE = table();

    private SessionMachine() {}

    /**
     * The session in its next state.
     *
     * @throws IllegalTransitionException when the table has no such row
     */
    static SessionState move(SessionId session, SessionState from, TransitionCause cause, SessionState to) {
        if (!allowed(from.word(), cause).contains(to.word())) {
            throw new IllegalTransitionException(session, from, "no " + cause + " to " + to.word());
        }
        return to;
    }

    /** The words of the states that the cause may lead to; empty when it leads nowhere from there. */
    static Set<String> allowed(String from, TransitionCause cause) {
        return TABLE.getOrDefault(from, Map.of()).getOrDefault(cause, Set.of());
    }

    /** The table as rows of {@code from | cause | to}, in the order of the documentation. */
    static List<String> rows() {
        return List.of(
                        "pending",
                        "launching",
                        "booting",
                        "verifying",
                        "retrying",
                        "running",
                        "halting",
                        "ending",
                        "kept")
                .stream()
                .flatMap(from -> TABLE.getOrDefault(from, Map.of()).entrySet().stream()
                        .map(row -> from + " | " + row.getKey() + " | "
                                + String.join(
                                        " or ",
                                        row.getValue().stream()
                                                .sorted((a, b) -> b.compareTo(a))
                                                .toList())))
                .toList();
    }

    private static Map<String, Map<TransitionCause, Set<String>>> table() {
        Map<String, Map<TransitionCause, Set<String>>> table = new TreeMap<>();
        row(table, "pending", TransitionCause.SENT, "launching");
        row(table, "pending", TransitionCause.NOTHING_BOUGHT, "failed");
        row(table, "pending", TransitionCause.END_WANTED, "ending");
        row(table, "launching", TransitionCause.LAUNCHED, "booting");
        row(table, "launching", TransitionCause.NOTHING_BOUGHT, "failed");
        row(table, "launching", TransitionCause.TRIED_IN_VAIN, "retrying");
        row(table, "launching", TransitionCause.END_WANTED, "ending");
        row(table, "booting", TransitionCause.ADDRESS_KNOWN, "verifying");
        row(table, "booting", TransitionCause.VERIFIED, "running");
        row(table, "booting", TransitionCause.TRIED_IN_VAIN, "retrying");
        row(table, "booting", TransitionCause.END_WANTED, "ending");
        row(table, "verifying", TransitionCause.VERIFIED, "running");
        row(table, "verifying", TransitionCause.TRIED_IN_VAIN, "retrying");
        row(table, "verifying", TransitionCause.END_WANTED, "ending");
        row(table, "retrying", TransitionCause.SENT, "launching");
        row(table, "retrying", TransitionCause.NOTHING_BOUGHT, "failed");
        row(table, "retrying", TransitionCause.END_WANTED, "ending");
        row(table, "running", TransitionCause.END_WANTED, "ending", "halting");
        row(table, "running", TransitionCause.LOST, "failed");
        row(table, "halting", TransitionCause.SHOWN_STOPPED, "kept");
        row(table, "halting", TransitionCause.NOT_KEPT, "ending");
        row(table, "ending", TransitionCause.PROVEN_EMPTY, "stopped", "failed");
        row(table, "kept", TransitionCause.RELEASED, "stopped", "failed");
        return table;
    }

    private static void row(
            Map<String, Map<TransitionCause, Set<String>>> table, String from, TransitionCause cause, String... to) {
        table.computeIfAbsent(from, key -> new EnumMap<>(TransitionCause.class)).put(cause, Set.of(to));
    }
}

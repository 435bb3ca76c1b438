package io.gpushopper.simulator.market;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a call asks of a provider; faults are set per operation. */
public enum Operation {
    /** Reads the account or its balance. */
    ACCOUNT,
    /** Lists what can be rented. */
    SEARCH,
    /** Rents an instance. */
    CREATE,
    /** Lists the instances of the account. */
    LIST,
    /** Reads one instance. */
    GET,
    /** Gives an instance an SSH key. */
    ATTACH_KEY,
    /** Ends one instance or several. */
    DESTROY,
    /** Starts or stops an instance, or changes its label. */
    CHANGE,
    /** Reads what was charged. */
    BILL,
    /** Lists templates. */
    TEMPLATES,
    /** Reads or changes the SSH keys of the account. */
    KEYS,
    /** Lists, rents or deletes volumes. */
    VOLUMES;

    /**
     * The word the control API uses.
     *
     * @return lower case with underscores
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The words of all.
     *
     * @return with commas between
     */
    public static String words() {
        return Arrays.stream(values()).map(Operation::word).collect(Collectors.joining(", "));
    }

    /**
     * The operation of a word.
     *
     * @param word any text
     * @return its operation; empty if it names none
     */
    public static Optional<Operation> find(String word) {
        return Arrays.stream(values())
                .filter(operation -> operation.word().equals(word))
                .findFirst();
    }
}

package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to become of instances that are yet to be rented.
 *
 * @param provider who rents them out
 * @param kind what happens to each
 * @param after how long it runs before, market time; without meaning for kinds that keep it from running well at all
 * @param times how many instances, at least 1
 */
public record Fate(ProviderName provider, Kind kind, Duration after, int times) {

    /** Checks the ranges, and that the provider's instances know such a fate. */
    public Fate {
        requireNonNull(provider, "provider");
        requireNonNull(kind, "kind");
        requireNonNull(after, "after");
        if (!kind.of.contains(provider)) {
            throw new IllegalArgumentException(
                    kind.word() + " is no fate of an instance of " + provider.word() + "; one of " + words(provider));
        }
        if (after.isNegative()) {
            throw new IllegalArgumentException("after_seconds must be 0 or more");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times must be 1 or more");
        }
    }

    Fate oneLess() {
        return new Fate(provider, kind, after, times - 1);
    }

    /**
     * The words of the fates that a provider's instances know.
     *
     * @param provider whose
     * @return with commas between
     */
    public static String words(ProviderName provider) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.of.contains(provider))
                .map(Kind::word)
                .collect(Collectors.joining(", "));
    }

    /** What happens. Sources: docs/PROVIDERS.md, instances of either provider. */
    public enum Kind {
        /** Its host never reports: the status stays null. */
        NEVER_REPORTS(ProviderName.VASTAI),
        /** It loads for ever. */
        NEVER_RUNS(ProviderName.VASTAI),
        /** The container can't be made: {@code created}, with an error of Docker's. */
        CONTAINER_FAILS(ProviderName.VASTAI),
        /** The image can't be had: {@code loading}, with an error of the registry's. */
        PULL_FAILS(ProviderName.VASTAI),
        /** A step of its build says "error" in what it echoes, and all is well. */
        FALSE_ALARM(ProviderName.VASTAI),
        /** Its container ends. */
        EXITS(ProviderName.VASTAI),
        /** Its host is out of reach; nothing is billed. */
        GOES_OFFLINE(ProviderName.VASTAI),
        /** Its host says nothing any more; it bills. */
        GOES_SILENT(ProviderName.VASTAI),
        /** Somebody pays more for its GPUs: it is stopped. */
        OUTBID(ProviderName.VASTAI),
        /** No port of its host is open: SSH by the proxy alone. */
        NO_DIRECT_PORTS(ProviderName.VASTAI),
        /** It stops by itself, and bills. */
        STOPS(ProviderName.TENSORDOCK),
        /** Its GPU is taken away. */
        RECLAIMED(ProviderName.TENSORDOCK),
        /** It is gone, from listings too, without anyone asking. */
        VANISHES(ProviderName.VASTAI, ProviderName.TENSORDOCK),
        /** It never gets an address. */
        NO_ADDRESS(ProviderName.TENSORDOCK),
        /** The forwarded ports that were asked for are ignored; port 22 leads nowhere. */
        NO_FORWARDS(ProviderName.TENSORDOCK),
        /** No driver is installed, whatever the image. */
        NO_DRIVER(ProviderName.TENSORDOCK),
        /** No key is ever let in. */
        NO_KEYS(ProviderName.VASTAI, ProviderName.TENSORDOCK);

        // Never changed once it is there, which its type doesn't say.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Set<ProviderName> of;

        Kind(ProviderName... of) {
            this.of = EnumSet.of(of[0], of);
        }

        /**
         * The word the control API uses.
         *
         * @return lower case with underscores
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind of a word.
         *
         * @param word any text
         * @return its kind; empty if it names none
         */
        public static Optional<Kind> find(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }
}

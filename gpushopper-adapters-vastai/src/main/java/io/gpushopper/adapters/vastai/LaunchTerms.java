package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.session.LaunchMode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a purchase must know of its offer: how the instance is reached, and what is bid for it. With open ports SSH is on the host's address, and by
 * Vast.ai's proxy too; without any by the proxy alone.
 *
 * @param openPorts how many ports of the host are open; 0 for none
 * @param bid what is bid, in US dollars an hour for the machine without its disk; null for an offer on demand
 */
record LaunchTerms(int openPorts, @Nullable BigDecimal bid) {
    private static final String BID = "bid";
    private static final String DIRECT = "ssh_direct";
    private static final String PROXY = "ssh_proxy";
    /** The {@code runtype} by which the image keeps its own program, and there is no login. */
    static final String ENTRYPOINT = "args";

    /** On demand. */
    LaunchTerms(int openPorts) {
        this(openPorts, null);
    }

    static LaunchTerms of(JsonFields offer, @Nullable BigDecimal bid) {
        return new LaunchTerms(offer.smallInteger("direct_port_count").orElse(0), bid);
    }

    /** Terms that we didn't write read as the proxy, which works on every machine. */
    static LaunchTerms parse(String text) {
        List<String> words = List.of(text.split(" ", -1));
        int bid = words.indexOf(BID) + 1;
        BigDecimal offered = bid > 0 && bid < words.size() && words.get(bid).matches("[0-9]{1,4}(\\.[0-9]{1,6})?")
                ? new BigDecimal(words.get(bid))
                : null;
        if (!words.get(0).equals(DIRECT)) {
            return new LaunchTerms(0, offered);
        }
        return new LaunchTerms(
                words.size() > 1 && words.get(1).matches("[0-9]{1,6}") ? Integer.parseInt(words.get(1)) : 1, offered);
    }

    /** The wire's {@code runtype}. */
    String runtype(LaunchMode mode) {
        return switch (mode) {
            case SSH -> login();
            case ENTRYPOINT -> ENTRYPOINT;
        };
    }

    /** How many ports may be opened beside that of SSH. */
    int portsFor(LaunchMode mode) {
        return switch (mode) {
            case SSH -> Math.max(0, openPorts - 1);
            case ENTRYPOINT -> openPorts;
        };
    }

    private String login() {
        return openPorts >= 1 ? DIRECT : PROXY;
    }

    /** The text in an offer, such as {@code ssh_direct 124} or {@code ssh_proxy bid 0.19}. */
    String text() {
        String reached = openPorts >= 1 ? DIRECT + " " + openPorts : PROXY;
        return bid == null ? reached : reached + " " + BID + " " + bid.toPlainString();
    }
}

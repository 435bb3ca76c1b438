package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.session.LaunchMode;

/**
 * How an instance of an offer is reached: what a purchase must know of its offer. With open ports SSH is on the host's address, and by
 * Vast.ai's proxy too; without any by the proxy alone.
 *
 * @param openPorts how many ports of the host are open; 0 for none
 */
record LaunchTerms(int openPorts) {
    private static final String DIRECT = "ssh_direct";
    private static final String PROXY = "ssh_proxy";
    /** The image keeps its own program, and there is no login. */
    private static final String ENTRYPOINT = "args";

    static LaunchTerms of(JsonFields offer) {
        return new LaunchTerms(offer.smallInteger("direct_port_count").orElse(0));
    }

    /** Terms that we didn't write read as the proxy, which works on every machine. */
    static LaunchTerms parse(String text) {
        String[] words = text.split(" ", -1);
        if (!words[0].equals(DIRECT)) {
            return new LaunchTerms(0);
        }
        return new LaunchTerms(words.length > 1 && words[1].matches("[0-9]{1,6}") ? Integer.parseInt(words[1]) : 1);
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

    /** The text in an offer, such as {@code ssh_direct 124}. */
    String text() {
        return openPorts >= 1 ? DIRECT + " " + openPorts : PROXY;
    }
}

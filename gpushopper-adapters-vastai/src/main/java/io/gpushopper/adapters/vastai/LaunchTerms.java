package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.JsonFields;

/** How an instance of an offer is reached: what a purchase must know of its offer. */
enum LaunchTerms {
    /** The host has open ports: SSH on the host's address, and by the proxy too. */
    DIRECT("ssh_direct"),
    /** By Vast.ai's proxy alone. */
    PROXY("ssh_proxy");

    private final String runtype;

    LaunchTerms(String runtype) {
        this.runtype = runtype;
    }

    static LaunchTerms of(JsonFields offer) {
        return offer.integer("direct_port_count").orElse(0) >= 1 ? DIRECT : PROXY;
    }

    /** Terms that we didn't write read as the proxy, which works on every machine. */
    static LaunchTerms parse(String text) {
        return DIRECT.runtype.equals(text) ? DIRECT : PROXY;
    }

    /** The text in an offer, which is the wire's {@code runtype}. */
    String text() {
        return runtype;
    }
}

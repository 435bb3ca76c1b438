package io.gpushopper.domain.session;

import java.util.Locale;

/** Who caused what an audit trail tells; the stored code of each never changes. */
public enum Actor {
    /** Somebody asked for it through the API. */
    CONSUMER,
    /** The engine, by a deadline, a rule or a proof of its own. */
    ENGINE,
    /** The marketplace, by what it answered or did. */
    PROVIDER,
    /** Whoever runs the deployment, by a word of his. */
    OPERATOR;

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

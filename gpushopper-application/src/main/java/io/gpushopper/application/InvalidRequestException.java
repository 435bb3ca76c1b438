package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

/** What was asked for breaks a rule; the message names the field and the rule. */
public final class InvalidRequestException extends RuntimeException {
    private final String field;

    /**
     * A broken rule.
     *
     * @param field the field of the request, in the words of the HTTP API
     * @param rule what is wrong with it, the field's name included
     */
    public InvalidRequestException(String field, String rule) {
        super(rule);
        this.field = requireNonNull(field, "field");
    }

    public String field() {
        return field;
    }
}

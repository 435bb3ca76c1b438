package io.gpushopper.server.http;

import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.FieldErrorJson;
import java.util.ArrayList;
import java.util.List;

/** The rules that one request breaks, collected so that all are told at once. Confined to the request. */
public final class Problems {
    private final List<FieldErrorJson> broken = new ArrayList<>();
    private final List<FieldErrorJson> unsupported = new ArrayList<>();

    /** A field or parameter breaks a rule; the message names it. */
    public void add(String field, String message) {
        broken.add(new FieldErrorJson(field, message));
    }

    /** A value makes no sense for its field or parameter. */
    public void addInvalid(String field, String rule, String got) {
        add(field, "invalid " + field + ": " + rule + ", got \"" + Reflected.of(got) + "\"");
    }

    /** A field or parameter asks for what the server can't do yet. */
    public void addUnsupported(String field) {
        unsupported.add(new FieldErrorJson(field, field + " is not supported by this server yet"));
    }

    /** Whether something was found wrong with the field already. */
    public boolean isNamed(String field) {
        return broken.stream().anyMatch(error -> error.field().equals(field));
    }

    /**
     * Ends the request when anything was found wrong.
     *
     * @throws RefusedException when there is any
     */
    public void refuseAny() {
        List<FieldErrorJson> all = new ArrayList<>(broken);
        all.addAll(unsupported);
        if (!all.isEmpty()) {
            ErrorType type = broken.isEmpty() ? ErrorType.UNSUPPORTED : ErrorType.INVALID_REQUEST;
            throw ErrorAnswer.invalid(type, all).asException();
        }
    }
}

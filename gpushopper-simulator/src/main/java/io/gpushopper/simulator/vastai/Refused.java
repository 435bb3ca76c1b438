package io.gpushopper.simulator.vastai;

import static java.util.Objects.requireNonNull;

import io.gpushopper.simulator.http.HttpAnswer;

/** Ends the handling of a call with the refusal that Vast.ai would answer. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient HttpAnswer answer;

    Refused(HttpAnswer answer) {
        super("refused with " + answer.status(), null, false, false);
        this.answer = requireNonNull(answer, "answer");
    }

    HttpAnswer answer() {
        return answer;
    }
}

package io.gpushopper.server.http;

/** A request is refused before it reaches the library. */
public final class RefusedException extends RuntimeException {
    private final transient ErrorAnswer answer;

    RefusedException(ErrorAnswer answer) {
        super(answer.body(null).error());
        this.answer = answer;
    }

    ErrorAnswer answer() {
        return answer;
    }
}

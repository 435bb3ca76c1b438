package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

/**
 * How it is seen that an instance serves: a GET at its port.
 *
 * @param path what is asked for
 * @param highestStatus the highest HTTP status that counts; 200 is the lowest
 */
public record HealthCheck(String path, int highestStatus) {
    /** Model servers answer 200 there once the model is loaded, and need no key for it. */
    static final HealthCheck OF_MODEL_SERVER = new HealthCheck("/health", 299);
    /** Of a program of which nothing is known, whatever isn't an error of the server's own is an answer. */
    static final HealthCheck OF_ANY_PROGRAM = new HealthCheck("/", 499);

    public HealthCheck {
        requireNonNull(path, "path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash");
        }
    }

    /** Whether an answer of that status shows that it serves. */
    public boolean isPassedBy(int status) {
        return status >= 200 && status <= highestStatus;
    }
}

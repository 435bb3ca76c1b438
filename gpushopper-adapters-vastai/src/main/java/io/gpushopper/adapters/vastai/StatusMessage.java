package io.gpushopper.adapters.vastai;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the text beside the state of an instance ({@code status_msg}) says of its chances to start. Pure. */
final class StatusMessage {
    /** With these nothing ever started (clients read in 2026). */
    private static final List<String> FATAL = List.of(
            "oci runtime create failed",
            "error response from daemon",
            "manifest unknown",
            "pull access denied",
            "repository does not exist",
            "unauthorized:",
            "failed to resolve reference",
            "no space left on device",
            "failed to inject cdi devices");

    /** What Vast.ai's own self-test looks for; they also pass by where a download is tried again. */
    private static final List<String> FAILURE =
            List.of("error", "failed", "failure", "exception", "traceback", "oci runtime", "permission denied");

    /** A build step as Docker announces it, with its command: {@code #6 [3/6] RUN echo 'no error here'}. */
    private static final Pattern BUILD_STEP = Pattern.compile("^\\s*#\\d+ \\[");

    private StatusMessage() {}

    /** Whether it is certain that nothing starts any more. */
    static boolean isFatal(String message) {
        return hasAny(FATAL, message);
    }

    /** Whether it tells of a failure, which is believed when it stays. A command that is only shown tells of none. */
    static boolean tellsOfFailure(String message) {
        return message.lines().filter(line -> !BUILD_STEP.matcher(line).find()).anyMatch(line -> hasAny(FAILURE, line));
    }

    private static boolean hasAny(List<String> words, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::contains);
    }
}

package io.gpushopper.server;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a run of all tests that has not seen every answer of the description; a run of chosen ones is left alone, unless {@code -Dapi.whole=true}
 * says that they are all.
 */
final class EveryAnswerSeen implements BeforeAllCallback {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(EveryAnswerSeen.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (System.getProperty("test") == null || Boolean.getBoolean("api.whole")) {
            // What the root keeps is closed when every test is done, in whichever order they ran.
            context.getRoot().getStore(OURS).put("at the end", (AutoCloseable) EveryAnswerSeen::check);
        }
    }

    private static void check() {
        if (!DescribedApi.unseen().isEmpty()) {
            throw new AssertionError("described, and seen by no test: " + DescribedApi.unseen());
        }
    }
}

package io.gpushopper.persistence;

import io.gpushopper.ports.SetupSecrets;
import java.util.Map;
import java.util.TreeMap;

/** What may be secret of a setup as one text, which is stored encrypted. No variable's name has a blank. */
final class SetupForm {
    private static final String ON_START = "on start";

    private SetupForm() {}

    static String text(SetupSecrets setup) {
        Map<String, String> form = new TreeMap<>(setup.environment());
        String onStart = setup.onStart();
        if (onStart != null) {
            form.put(ON_START, onStart);
        }
        return TextForm.encoded(form);
    }

    static SetupSecrets parse(String text) {
        Map<String, String> form = TextForm.decoded(text);
        String onStart = form.remove(ON_START);
        return new SetupSecrets(onStart, form);
    }
}

package io.gpushopper.adapters.tensordock;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** From a country's English name, which is what TensorDock tells, to its ISO 3166 alpha-2 code. Immutable. */
final class Countries {
    private static final Map<String, String> CODES = new HashMap<>();

    static {
        for (String code : Locale.getISOCountries()) {
            String name = new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
            CODES.put(name.toLowerCase(Locale.ROOT), code);
            CODES.put(code.toLowerCase(Locale.ROOT), code);
        }
        CODES.put("usa", "US");
        CODES.put("united states of america", "US");
        CODES.put("uk", "GB");
    }

    private Countries() {}

    /** Empty when the name is of no country that we know. */
    static Optional<String> code(String name) {
        return Optional.ofNullable(CODES.get(name.strip().toLowerCase(Locale.ROOT)));
    }
}

package io.gpushopper.persistence;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names and values as one text holds them: form-encoded. */
final class TextForm {
    private TextForm() {}

    static String encoded(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> decoded(String form) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : form.isEmpty() ? List.<String>of() : List.of(form.split("&", -1))) {
            int split = pair.indexOf('=');
            values.put(decodedText(pair.substring(0, split)), decodedText(pair.substring(split + 1)));
        }
        return values;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decodedText(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

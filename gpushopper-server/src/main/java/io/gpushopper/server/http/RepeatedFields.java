package io.gpushopper.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds fields that a body has more than once: whoever reads it could take either, and another reader the other. */
final class RepeatedFields {
    private static final JsonFactory JSON = new JsonFactory();

    private RepeatedFields() {}

    /**
     * The fields of the body in which anything is repeated, itself or, in an object that it holds, a name.
     *
     * @param body well-formed JSON
     * @throws IOException when it is none
     */
    static Set<String> of(String body) throws IOException {
        Set<String> repeated = new LinkedHashSet<>();
        Deque<Set<String>> open = new ArrayDeque<>();
        String field = "";
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    open.push(new HashSet<>());
                } else if (token == JsonToken.END_OBJECT) {
                    open.pop();
                } else if (token == JsonToken.FIELD_NAME) {
                    field = open.size() == 1 ? parser.currentName() : field;
                    if (!open.element().add(parser.currentName())) {
                        repeated.add(field);
                    }
                }
            }
        }
        return repeated;
    }
}

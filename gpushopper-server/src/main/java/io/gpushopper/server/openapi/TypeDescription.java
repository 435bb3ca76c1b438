package io.gpushopper.server.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a wire type and its fields mean. Their JSON types, and which may be left out, are read from the type. Confined to one thread. */
public final class TypeDescription {
    private final String about;
    private final boolean isRequest;
    private final Map<String, Described> fields = new LinkedHashMap<>();
    private @Nullable String example;

    TypeDescription(String about, boolean isRequest) {
        this.about = about;
        this.isRequest = isRequest;
    }

    /** A field, by its name in the JSON. */
    public TypeDescription field(String name, String fieldAbout, Rule... rules) {
        fields.put(name, new Described(fieldAbout, rules));
        return this;
    }

    /** JSON that keeps every rule. */
    public TypeDescription example(String json) {
        example = json;
        return this;
    }

    String about() {
        return about;
    }

    /** Whether consumers send it: then null is the same as left out, while an answer never has a null. */
    boolean isRequest() {
        return isRequest;
    }

    Map<String, Described> fields() {
        return fields;
    }

    @Nullable
    String example() {
        return example;
    }
}

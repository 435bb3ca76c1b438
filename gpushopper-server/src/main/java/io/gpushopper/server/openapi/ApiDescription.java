package io.gpushopper.server.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the features tell of their endpoints and wire types. Paths, methods, names of fields, JSON types and what may be left out are
 * read from the code and can't be told wrong; what is added here are the words, the rules and the statuses. Confined to one thread.
 */
public final class ApiDescription {
    private final Map<Class<? extends Record>, TypeDescription> types = new LinkedHashMap<>();
    private final List<ResourceDescription> resources = new ArrayList<>();

    /** One that knows the shape of errors and nothing else yet. */
    public ApiDescription() {
        ErrorApi.describeTo(this);
    }

    /**
     * A resource.
     *
     * @param tag what its operations are gathered under
     */
    public ResourceDescription resource(Class<?> resource, String tag, String about) {
        ResourceDescription described = new ResourceDescription(resource, tag, about);
        resources.add(described);
        return described;
    }

    /** A wire type that the server answers with. */
    public TypeDescription type(Class<? extends Record> type, String about) {
        return add(type, new TypeDescription(about, false));
    }

    /** A wire type that consumers send. */
    public TypeDescription request(Class<? extends Record> type, String about) {
        return add(type, new TypeDescription(about, true));
    }

    Map<Class<? extends Record>, TypeDescription> types() {
        return types;
    }

    List<ResourceDescription> resources() {
        return resources;
    }

    private TypeDescription add(Class<? extends Record> type, TypeDescription described) {
        types.put(type, described);
        return described;
    }
}

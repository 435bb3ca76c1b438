package io.gpushopper.server.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations of one resource. Confined to one thread. */
public final class ResourceDescription {
    private final Class<?> resource;
    private final String tag;
    private final String about;
    private final Map<String, Described> pathParameters = new LinkedHashMap<>();
    private final List<OperationDescription> operations = new ArrayList<>();

    ResourceDescription(Class<?> resource, String tag, String about) {
        this.resource = resource;
        this.tag = tag;
        this.about = about;
    }

    /** A part of the path that stands in braces there. */
    public ResourceDescription path(String name, String parameterAbout, Rule... rules) {
        pathParameters.put(name, new Described(parameterAbout, rules));
        return this;
    }

    /**
     * An operation, by the name of the method that serves it.
     *
     * @throws IllegalArgumentException when the resource has no such method
     */
    public OperationDescription operation(String method, String summary) {
        OperationDescription operation = new OperationDescription(Endpoint.of(resource, method), summary);
        operations.add(operation);
        return operation;
    }

    String tag() {
        return tag;
    }

    String about() {
        return about;
    }

    Map<String, Described> pathParameters() {
        return pathParameters;
    }

    List<OperationDescription> operations() {
        return operations;
    }
}

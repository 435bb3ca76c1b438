package io.gpushopper.server.openapi;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a resource's method answers, as its JAX-RS annotations say. Immutable.
 *
 * @param operationId unique among all: the resource and the method
 * @param path with a leading slash, its parameters in braces
 * @param method in lower case, as OpenAPI writes it
 * @param negotiates whether a request can be refused for what it accepts
 */
record Endpoint(String operationId, String path, String method, boolean negotiates) {
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*(\\w+)[^}]*}");

    static Endpoint of(Class<?> resource, String name) {
        return all(resource).stream()
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .map(method -> of(resource, method))
                .orElseThrow(() ->
                        new IllegalArgumentException(resource.getSimpleName() + " serves nothing with " + name + "()"));
    }

    /** The methods of the resource that serve requests. */
    static List<Method> all(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> verb(method) != null)
                .toList();
    }

    List<String> pathParameters() {
        Matcher found = PARAMETER.matcher(path);
        return found.results().map(match -> match.group(1)).toList();
    }

    private static Endpoint of(Class<?> resource, Method method) {
        String whole = "/" + path(resource.getAnnotation(Path.class)) + "/" + path(method.getAnnotation(Path.class));
        String slim = whole.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
        boolean negotiates = method.isAnnotationPresent(Produces.class) || resource.isAnnotationPresent(Produces.class);
        return new Endpoint(
                id(resource, method),
                PARAMETER.matcher(slim).replaceAll("{$1}"),
                String.valueOf(verb(method)).toLowerCase(Locale.ROOT),
                negotiates);
    }

    private static String id(Class<?> resource, Method method) {
        String group = resource.getSimpleName().replaceFirst("Resource$", "");
        return group.substring(0, 1).toLowerCase(Locale.ROOT) + group.substring(1) + "." + method.getName();
    }

    private static String path(@Nullable Path path) {
        return path == null ? "" : path.value();
    }

    private static @Nullable String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }
}

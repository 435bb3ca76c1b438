package io.gpushopper.server;

import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/** Every endpoint that is written down in a class of the server, so that a test holds for those to come as well. */
record Endpoint(String method, String path) {
    static List<Endpoint> all() {
        java.nio.file.Path classes = java.nio.file.Path.of("target", "classes");
        try (Stream<java.nio.file.Path> files = Files.walk(classes.resolve("io/gpushopper/server"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith("Resource.class"))
                    .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
                    .map(Endpoint::loaded)
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .map(Resource::from)
                    .flatMap(resource -> below("", resource))
                    .sorted(java.util.Comparator.comparing(Endpoint::toString))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Endpoint> below(String root, Resource resource) {
        String path = (root + "/" + resource.getPath()).replaceAll("/+", "/");
        Stream<Endpoint> own = resource.getResourceMethods().stream()
                .map(ResourceMethod::getHttpMethod)
                .map(method -> new Endpoint(method, path));
        return Stream.concat(own, resource.getChildResources().stream().flatMap(child -> below(path, child)));
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException gone) {
            throw new AssertionError(gone);
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

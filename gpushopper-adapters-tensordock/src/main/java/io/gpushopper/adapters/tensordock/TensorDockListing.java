package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.session.InstanceView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The answer to {@code GET /instances}, whose array was seen in four places. An answer in which there is none is not an empty list.
 *
 * <pre>{"data": [ … ]}
 * {"data": {"instances": [ … ]}}
 * {"data": {"attributes": {"instances": [ … ]}}}
 * [ … ]</pre>
 *
 * @param instances those that could be read
 * @param unreadable how many elements are no instance as we know them
 */
record TensorDockListing(List<InstanceView> instances, int unreadable) {
    TensorDockListing {
        instances = List.copyOf(instances);
    }

    /**
     * Empty when the answer has none of the four shapes.
     *
     * @param wantsForward whether port 22 was to be forwarded to the instance of that name
     */
    static Optional<TensorDockListing> in(JsonFields body, Predicate<String> wantsForward) {
        JsonFields data = body.at("data");
        return List.of(body, data, data.at("instances"), data.at("attributes").at("instances")).stream()
                .filter(JsonFields::isArray)
                .findFirst()
                .map(array -> of(array, wantsForward));
    }

    private static TensorDockListing of(JsonFields array, Predicate<String> wantsForward) {
        List<JsonFields> elements = array.elements();
        List<InstanceView> readable = elements.stream()
                .map(element -> new TensorDockInstanceJson(element).view(wantsForward))
                .flatMap(Optional::stream)
                .toList();
        return new TensorDockListing(readable, elements.size() - readable.size());
    }
}

package io.gpushopper.adapters.tensordock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpushopper.adapters.http.JsonFields;
import java.util.Optional;

/**
 * What a purchase needs to know of an offer, as JSON in {@code Offer.launchTerms}.
 *
 * @param location the location's id
 * @param gpu the GPU model
 * @param count how many GPUs
 * @param vcpus virtual CPUs
 * @param ramGb memory in GB
 * @param network how the instance is to be reached
 */
record LaunchTerms(String location, V0Name gpu, int count, int vcpus, int ramGb, NetworkMode network) {
    LaunchTerms {
        requireNonNull(location, "location");
        requireNonNull(gpu, "gpu");
        requireNonNull(network, "network");
    }

    /** Reads what {@link #text} wrote; empty for anything else. */
    static Optional<LaunchTerms> parse(String text) {
        return JsonFields.parse(text).flatMap(LaunchTerms::of);
    }

    private static Optional<LaunchTerms> of(JsonFields fields) {
        int count = fields.smallInteger("count").orElse(0);
        int vcpus = fields.smallInteger("vcpus").orElse(0);
        int ramGb = fields.smallInteger("ramGb").orElse(0);
        if (count < 1 || vcpus < 1 || ramGb < 1) {
            return Optional.empty();
        }
        return fields.text("location")
                .flatMap(location -> fields.text("gpu")
                        .flatMap(gpu -> fields.text("network")
                                .flatMap(NetworkMode::parse)
                                .map(network ->
                                        new LaunchTerms(location, new V0Name(gpu), count, vcpus, ramGb, network))));
    }

    /** The terms as they stand in an offer. */
    String text() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("location", location)
                .put("gpu", gpu.value())
                .put("count", count)
                .put("vcpus", vcpus)
                .put("ramGb", ramGb)
                .put("network", network.word())
                .toString();
    }
}

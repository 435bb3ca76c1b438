package io.gpushopper.simulator.tensordock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds what is wrong with a create before anyone looks at the stock. The words are those of the fixtures. */
final class OrderCheck {

    private static final int SMALLEST_STORAGE_GB = 100;
    private static final int SSH_PORT = 22;

    private final JsonNode attributes;
    private final ArrayNode problems = Json.array();

    private OrderCheck(JsonNode attributes) {
        this.attributes = attributes;
    }

    /** The problems as the array that the provider answers; empty if there are none. */
    static ArrayNode problems(JsonNode body) {
        OrderCheck check = new OrderCheck(body.path("data").path("attributes"));
        check.run();
        return check.problems;
    }

    private void run() {
        if (attributes.path("name").asText().isEmpty()) {
            problem("invalid_type", "Required", "name");
        }
        checkImage();
        checkPlacement();
        checkResources();
        checkNetwork();
        checkKey();
    }

    private void checkImage() {
        String image = attributes.path("image").asText();
        if (!InstanceOrder.IMAGES.contains(image)) {
            String expected = String.join(", ", InstanceOrder.IMAGES);
            problem(
                    "invalid_enum_value",
                    "Invalid enum value. Expected one of " + expected + ", received " + image,
                    "image");
        }
    }

    private void checkPlacement() {
        if (attributes.hasNonNull("location_id") == attributes.hasNonNull("hostnode_id")) {
            problem("custom", "Exactly one of location_id and hostnode_id is required", "location_id");
        }
    }

    private void checkResources() {
        JsonNode resources = attributes.path("resources");
        if (resources.path("storage_gb").asInt() < SMALLEST_STORAGE_GB) {
            problem("too_small", "Minimum storage is " + SMALLEST_STORAGE_GB + "GB", "resources", "storage_gb");
        }
        if (!resources.path("gpus").isObject()) {
            problem("invalid_type", "Expected object", "resources", "gpus");
        } else if (resources.path("gpus").size() != 1
                || resources.path("gpus").iterator().next().path("count").asInt() < 1) {
            problem("too_small", "Exactly one GPU model with a count of at least 1 is required", "resources", "gpus");
        }
        for (String part : List.of("vcpu_count", "ram_gb")) {
            if (resources.path(part).asInt() < 1) {
                problem("too_small", "Must be at least 1", "resources", part);
            }
        }
    }

    private void checkNetwork() {
        boolean forwardsSsh = StreamSupport.stream(
                        attributes.path("port_forwards").spliterator(), false)
                .anyMatch(forward -> forward.path("internal_port").asInt() == SSH_PORT);
        boolean needsSsh = attributes.path("image").asText().startsWith("ubuntu");
        if (needsSsh && !forwardsSsh && !attributes.path("useDedicatedIp").asBoolean()) {
            problem("custom", "SSH port (22) must be forwarded for Ubuntu VMs", "port_forwards");
        }
    }

    private void checkKey() {
        boolean key = attributes.hasNonNull("ssh_key");
        boolean keyId = attributes.hasNonNull("ssh_key_id");
        boolean windows = attributes.path("image").asText().startsWith("windows");
        if (key && keyId) {
            problem("custom", "Only one of ssh_key and ssh_key_id may be given", "ssh_key");
        }
        if (!key && !keyId && !windows) {
            problem("invalid_type", "Required", "ssh_key");
        }
    }

    private void problem(String code, String message, String... where) {
        ArrayNode path = Json.array().add("data").add("attributes");
        for (String part : where) {
            path.add(part);
        }
        ObjectNode problem = Json.object().put("code", code).put("message", message);
        problem.set("path", path);
        problems.add(problem);
    }
}

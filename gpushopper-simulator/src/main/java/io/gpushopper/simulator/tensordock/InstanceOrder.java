package io.gpushopper.simulator.tensordock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a create asks for. Source: docs/PROVIDERS.md, TensorDock: purchase.
 *
 * @param name not unique
 * @param image one of {@link #IMAGES}
 * @param placement location or hostnode UUID
 * @param shape what is booked
 * @param dedicatedIp whether an address of its own is wanted
 * @param forwards internal ports to be reachable, with the external ones asked for
 * @param sshKey public key, empty for none
 * @param cloudInit {@code runcmd} and {@code write_files}
 */
record InstanceOrder(
        String name,
        String image,
        String placement,
        Shape shape,
        boolean dedicatedIp,
        List<Forward> forwards,
        String sshKey,
        JsonNode cloudInit) {

    /** The documented images. */
    static final List<String> IMAGES = List.of(
            "ubuntu2204",
            "ubuntu2404",
            "ubuntu2204_base",
            "ubuntu2404_base",
            "ubuntu2204_nvidia_550",
            "ubuntu2204_nvidia_570",
            "ubuntu2404_nvidia_550",
            "ubuntu2404_nvidia_570",
            "ubuntu2404_ml_everything",
            "ubuntu2404_ml_pytorch",
            "ubuntu2404_ml_tensorflow",
            "windows10");

    InstanceOrder {
        requireNonNull(name, "name");
        forwards = List.copyOf(forwards);
    }

    /**
     * An order that {@link OrderCheck} found nothing wrong with.
     *
     * @param storedKey the key that it names by the id of a secret; empty for none
     */
    static InstanceOrder of(JsonNode attributes, String storedKey) {
        JsonNode resources = attributes.path("resources");
        Map.Entry<String, JsonNode> gpu =
                resources.path("gpus").properties().iterator().next();
        Shape shape = new Shape(
                gpu.getKey(),
                gpu.getValue().path("count").asInt(1),
                resources.path("vcpu_count").asInt(),
                resources.path("ram_gb").asInt(),
                resources.path("storage_gb").asInt());
        List<Forward> forwards = new ArrayList<>();
        attributes
                .path("port_forwards")
                .forEach(forward -> forwards.add(new Forward(
                        forward.path("internal_port").asInt(),
                        forward.path("external_port").asInt())));
        return new InstanceOrder(
                attributes.path("name").asText(),
                attributes.path("image").asText(),
                attributes
                        .path("location_id")
                        .asText(attributes.path("hostnode_id").asText()),
                shape,
                attributes.path("useDedicatedIp").asBoolean(),
                forwards,
                attributes.path("ssh_key").asText(storedKey).strip(),
                attributes.path("cloud_init"));
    }

    /** An order of one card with nothing but a name, as nobody places it. */
    static InstanceOrder plain(String name, StockRow row) {
        Shape shape = new Shape(row.gpu().v0Name(), 1, 4, 16, 100);
        return new InstanceOrder(name, "ubuntu2204", row.location().id(), shape, true, List.of(), "", Json.object());
    }

    boolean isWindows() {
        return image.startsWith("windows");
    }

    /** Plain images come without NVIDIA's driver. Source: docs/PROVIDERS.md, TensorDock: purchase. */
    boolean hasNvidiaDriver() {
        return image.contains("_nvidia_") || image.contains("_ml_");
    }

    /**
     * The size of an instance.
     *
     * @param gpu model, its {@code v0Name}
     * @param gpuCount cards
     * @param vcpus virtual processors
     * @param ramGb memory
     * @param storageGb disk
     */
    record Shape(String gpu, int gpuCount, int vcpus, int ramGb, int storageGb) {}

    /**
     * A port to be reachable from outside.
     *
     * @param internal port in the machine
     * @param external port asked for outside; 0 for any
     */
    record Forward(int internal, int external) {}
}

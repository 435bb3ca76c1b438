package io.gpushopper.adapters.tensordock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.LaunchRequest;

/**
 * The body of {@code POST /instances}. The instance's name is the only thing that can carry our tag.
 *
 * <pre>{"data": {"type": "virtualmachine", "attributes": {"name": "gpushop-prod-…", "image": "ubuntu2204", "location_id": "…",
 *  "resources": {"vcpu_count": 8, "ram_gb": 32, "storage_gb": 100, "gpus": {"geforcertx4090-pcie-24gb": {"count": 1}}},
 *  "useDedicatedIp": true, "ssh_key": "ssh-ed25519 …", "cloud_init": {"runcmd": ["…"]}}}}</pre>
 */
final class TensorDockPurchase {
    private static final String TYPE = "virtualmachine";
    private static final int SSH_PORT = 22;
    // Any free ports will do, and TensorDock may give others; from this one on is what we ask for.
    private static final int EXTERNAL_PORT = 20_022;

    private TensorDockPurchase() {}

    static ObjectNode body(LaunchRequest request, LaunchTerms terms, String image) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode data = body.putObject("data").put("type", TYPE);
        ObjectNode attributes = data.putObject("attributes")
                .put("name", request.tag().text())
                .put("type", TYPE)
                .put("image", image)
                .put("location_id", terms.location());
        ObjectNode resources = attributes
                .putObject("resources")
                .put("vcpu_count", terms.vcpus())
                .put("ram_gb", terms.ramGb())
                .put("storage_gb", request.diskGb());
        resources.putObject("gpus").putObject(terms.gpu().value()).put("count", terms.count());
        putNetwork(attributes, terms.network(), request.setup());
        attributes.put("ssh_key", request.keys().get(0).line());
        ArrayNode commands = attributes.putObject("cloud_init").putArray("runcmd");
        CloudInit.runcmd(request.keys(), request.secrets()).forEach(commands::add);
        return body;
    }

    private static void putForward(ArrayNode forwards, int inside, int outside) {
        forwards.addObject().put("internal_port", inside).put("external_port", outside);
    }

    private static void putNetwork(ObjectNode attributes, NetworkMode network, Setup setup) {
        switch (network) {
            case DEDICATED_IP -> attributes.put("useDedicatedIp", true);
            case PORT_FORWARD -> {
                ArrayNode forwards = attributes.putArray("port_forwards");
                int outside = EXTERNAL_PORT;
                putForward(forwards, SSH_PORT, outside);
                for (int inside : setup.ports()) {
                    outside++;
                    putForward(forwards, inside, outside);
                }
            }
        }
    }
}

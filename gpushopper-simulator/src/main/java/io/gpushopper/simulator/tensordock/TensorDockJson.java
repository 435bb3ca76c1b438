package io.gpushopper.simulator.tensordock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.tensordock.InstanceOrder.Forward;
import io.gpushopper.simulator.tensordock.InstanceOrder.Shape;
import io.gpushopper.simulator.tensordock.StockRow.Location;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stock and instances as TensorDock writes them. The fixtures of the tests show them whole. */
final class TensorDockJson {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int SSH_PORT = 22;
    private static final int FIRST_FREE_PORT = 20_010;

    private TensorDockJson() {}

    static ObjectNode locations(Collection<StockRow> rows) {
        Map<Location, ArrayNode> gpus = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.listed() > 0)
                .forEach(row -> gpus.computeIfAbsent(row.location(), unseen -> Json.array())
                        .add(gpu(row)));
        ArrayNode locations = Json.array();
        gpus.forEach((location, cards) -> {
            ObjectNode json = Json.object()
                    .put("id", location.id())
                    .put("city", location.city())
                    .put("stateprovince", location.state())
                    .put("country", location.country())
                    .put("tier", location.tier());
            json.set("gpus", cards);
            locations.add(json);
        });
        return data("locations", locations);
    }

    static ObjectNode hostnodes(Collection<StockRow> rows) {
        ArrayNode hostnodes = Json.array();
        rows.stream().filter(row -> row.listed() > 0).forEach(row -> hostnodes.add(hostnode(row)));
        return data("hostnodes", hostnodes);
    }

    static ObjectNode created(String id, String name) {
        ObjectNode answer = Json.object();
        answer.set(
                "data",
                Json.object()
                        .put("type", "virtualmachine")
                        .put("id", id)
                        .put("name", name)
                        .put("status", TensorDockInstance.RUNNING));
        return answer;
    }

    static ObjectNode listed(TensorDockInstance instance) {
        ObjectNode json = Json.object()
                .put("type", "virtualmachine")
                .put("id", instance.core().id())
                .put("name", instance.order().name())
                .put("status", instance.status())
                .put("ipAddress", instance.hasAddress() ? LOOPBACK : null);
        json.set("portForwards", forwards(instance));
        return json;
    }

    static ObjectNode described(TensorDockInstance instance) {
        ObjectNode json = listed(instance);
        Shape shape = instance.order().shape();
        ObjectNode gpus = Json.object();
        gpus.set(shape.gpu(), Json.object().put("count", shape.gpuCount()).put("v0Name", shape.gpu()));
        ObjectNode resources = Json.object()
                .put("vcpu_count", shape.vcpus())
                .put("ram_gb", shape.ramGb())
                .put("storage_gb", shape.storageGb());
        resources.set("gpus", gpus);
        json.set("resources", resources);
        json.put("rateHourly", instance.rateHourly());
        return json;
    }

    static ObjectNode power(String id, String status) {
        ObjectNode data = Json.object().put("type", "virtualmachine").put("id", id);
        data.set("attributes", Json.object().put("status", status));
        ObjectNode answer = Json.object();
        answer.set("data", data);
        return answer;
    }

    static ObjectNode list(List<TensorDockInstance> instances) {
        ArrayNode items = Json.array();
        instances.forEach(instance -> items.add(listed(instance)));
        ObjectNode answer = Json.object();
        answer.set("data", items);
        return answer;
    }

    /**
     * Port 22 is always forwarded, even with an address of its own: all machines share the loopback address. The
     * external port is never the one asked for, which the real service does not promise either.
     */
    private static ArrayNode forwards(TensorDockInstance instance) {
        ArrayNode forwards = Json.array();
        if (!instance.forwardsPorts()) {
            return forwards;
        }
        forwards.add(forward(SSH_PORT, instance.core().machine().port()));
        for (Forward asked : instance.order().forwards()) {
            instance.core()
                    .machine()
                    .publicPort(asked.internal())
                    .ifPresent(external -> forwards.add(forward(asked.internal(), external)));
        }
        return forwards;
    }

    private static ObjectNode forward(int internal, int external) {
        return Json.object().put("internal_port", internal).put("external_port", external);
    }

    private static ObjectNode gpu(StockRow row) {
        ObjectNode json = Json.object()
                .put("v0Name", row.gpu().v0Name())
                .put("displayName", row.gpu().displayName())
                .put("max_count", row.listed())
                .put("price_per_hr", row.gpuPerHour().stripTrailingZeros());
        json.set(
                "resources",
                Json.object()
                        .put("max_vcpus", row.resources().maxVcpus())
                        .put("max_ram_gb", row.resources().maxRamGb())
                        .put("max_storage_gb", row.resources().maxStorageGb()));
        json.set("pricing", pricing());
        json.set(
                "network_features",
                Json.object()
                        .put("dedicated_ip_available", row.resources().hasDedicatedIp())
                        .put("port_forwarding_available", true)
                        .put("network_storage_available", false));
        return json;
    }

    private static ObjectNode pricing() {
        return Json.object()
                .put("per_vcpu_hr", StockRow.PER_VCPU)
                .put("per_gb_ram_hr", StockRow.PER_GB_RAM)
                .put("per_gb_storage_hr", StockRow.PER_GB_STORAGE);
    }

    private static ObjectNode hostnode(StockRow row) {
        Location place = row.location();
        ObjectNode json = Json.object()
                .put("id", row.hostnodeId())
                .put("location_id", place.id())
                .put("engine", "kvm")
                .put("uptime_percentage", new BigDecimal("99.62"));
        json.set("available_resources", available(row));
        json.set("pricing", pricing());
        json.set(
                "location",
                Json.object()
                        .put("uuid", place.id())
                        .put("city", place.city())
                        .put("stateprovince", place.state())
                        .put("country", place.country())
                        .put("has_network_storage", false)
                        .put("network_speed_gbps", new BigDecimal("2.5"))
                        .put("network_speed_upload_gbps", 1)
                        .put("organization", "org-41")
                        .put("organizationName", "Example Host")
                        .put("tier", place.tier()));
        return json;
    }

    private static ObjectNode available(StockRow row) {
        ObjectNode gpu = Json.object()
                .put("v0Name", row.gpu().v0Name())
                .put("availableCount", row.listed())
                .put("price_per_hr", row.gpuPerHour().stripTrailingZeros());
        StockRow.Resources resources = row.resources();
        ObjectNode json = Json.object();
        json.set("gpus", Json.array().add(gpu));
        json.put("vcpu_count", resources.maxVcpus())
                .put("ram_gb", resources.maxRamGb())
                .put("storage_gb", resources.maxStorageGb())
                .put("max_vcpus_per_gpu", resources.maxVcpus())
                .put("max_ram_per_gpu", resources.maxRamGb())
                .put("max_vcpus", resources.maxVcpus())
                .put("max_ram_gb", resources.maxRamGb())
                .put("max_storage_gb", resources.maxStorageGb());
        ArrayNode ports = Json.array();
        for (int i = 0; i < 4; i++) {
            ports.add(FIRST_FREE_PORT + i);
        }
        json.set("available_ports", ports);
        return json.put("has_public_ip_available", resources.hasDedicatedIp());
    }

    private static ObjectNode data(String name, ArrayNode items) {
        ObjectNode data = Json.object();
        data.set(name, items);
        ObjectNode answer = Json.object();
        answer.set("data", data);
        return answer;
    }
}

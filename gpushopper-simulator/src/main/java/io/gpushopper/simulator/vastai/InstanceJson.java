package io.gpushopper.simulator.vastai;

import static io.gpushopper.simulator.vastai.Wire.number;
import static io.gpushopper.simulator.vastai.Wire.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instance as Vast.ai writes it. The fixtures of the tests show it whole. */
final class InstanceJson {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int UDP_PORT = 41_000;
    private static final Pattern PORT = Pattern.compile("-p\\s+\\d+:(\\d+)(/udp|/tcp)?");
    // Fields of an offer that an instance repeats under the same name.
    private static final List<String> REPEATED = List.of(
            "machine_id",
            "host_id",
            "bundle_id",
            "num_gpus",
            "gpu_name",
            "gpu_ram",
            "gpu_frac",
            "cpu_cores_effective",
            "cpu_ram",
            "inet_up_cost",
            "inet_down_cost",
            "direct_port_count",
            "end_date",
            "duration",
            "storage_cost",
            "min_bid",
            "reliability2",
            "verification",
            "hosting_type",
            "static_ip",
            "geolocation");

    private InstanceJson() {}

    static ObjectNode write(VastAiInstance instance, Instant now) {
        ObjectNode json = Json.object();
        json.put("id", Long.parseLong(instance.core().id()));
        PricedOffer offer = new PricedOffer(
                instance.offer(), PricedOffer.Rental.ON_DEMAND, instance.order().diskGb(), now);
        REPEATED.forEach(name -> OfferFields.find(name).ifPresent(field -> json.set(name, field.apply(offer))));
        json.put(
                "gpu_totalram",
                (long) instance.offer().gpus().ramMib()
                        * instance.offer().gpus().count());
        status(json, instance);
        container(json, instance);
        network(json, instance);
        money(json, instance);
        telemetry(json, instance);
        return json;
    }

    private static void status(ObjectNode json, VastAiInstance instance) {
        json.set("label", text(instance.core().tag().orElse(null)));
        json.set("actual_status", text(instance.actualStatus()));
        json.put("intended_status", instance.intendedStatus());
        json.put("cur_state", instance.contractState());
        json.put("next_state", instance.contractState());
        json.set("status_msg", text(instance.statusMessage()));
        json.set("start_date", Wire.time(instance.core().createdAt()));
        json.putNull("uptime_mins");
    }

    private static void container(ObjectNode json, VastAiInstance instance) {
        CreateOrder order = instance.order();
        json.put("image_uuid", order.image());
        json.put("image_runtype", order.runtypeOnTheWire());
        ArrayNode args = Json.array();
        order.args().forEach(args::add);
        json.set("image_args", args);
        ArrayNode env = Json.array();
        order.env().forEach((name, value) -> env.add(Json.array().add(name).add(value)));
        json.set("extra_env", env);
        json.put("onstart", order.onstart());
        CreateOrder.Template template = order.template();
        json.set("template_id", template == null ? NullNode.instance : LongNode.valueOf(template.id()));
        json.set("template_hash_id", text(template == null ? null : template.hash()));
        if (template != null) {
            json.put("template_name", template.name());
        }
        json.put("jupyter_token", "simulated-jupyter-token");
    }

    private static void network(ObjectNode json, VastAiInstance instance) {
        int port = instance.core().machine().port();
        json.put("ssh_host", LOOPBACK);
        // A client adds one to the proxy port of a Jupyter run type (docs/PROVIDERS.md, Vast.ai: keys and logins).
        json.put("ssh_port", instance.order().runtypeOnTheWire().contains("jupyter") ? port - 1 : port);
        json.put("ssh_idx", "5");
        json.put("public_ipaddr", LOOPBACK + "\n");
        json.put("local_ipaddrs", "192.168.1.7 172.17.0.1 \n");
        if (instance.isRunning()) {
            json.set("ports", ports(instance, port));
        }
        json.put("direct_port_start", -1);
        json.put("direct_port_end", -1);
    }

    private static ObjectNode ports(VastAiInstance instance, int sshPort) {
        ObjectNode ports = Json.object();
        boolean direct = instance.order().runtypeOnTheWire().contains("_direc ") && instance.hasDirectPorts();
        if (direct) {
            ports.set("22/tcp", binding(sshPort));
        }
        for (String flag : instance.order().env().keySet()) {
            Matcher matcher = PORT.matcher(flag);
            if (matcher.matches()) {
                int inside = Integer.parseInt(matcher.group(1));
                boolean udp = "/udp".equals(matcher.group(2));
                int external = udp
                        ? UDP_PORT
                        : instance.core().machine().publicPort(inside).orElseThrow();
                ports.set(inside + (udp ? "/udp" : "/tcp"), binding(external));
            }
        }
        return ports;
    }

    /** The ports that an order opens, without those of UDP, on which nothing listens here. */
    static List<Integer> tcpPorts(CreateOrder order) {
        return order.env().keySet().stream()
                .map(PORT::matcher)
                .filter(flag -> flag.matches() && !"/udp".equals(flag.group(2)))
                .map(flag -> Integer.valueOf(flag.group(1)))
                .toList();
    }

    private static ArrayNode binding(int hostPort) {
        ObjectNode binding = Json.object().put("HostIp", "0.0.0.0").put("HostPort", String.valueOf(hostPort));
        return Json.array().add(binding);
    }

    private static void money(ObjectNode json, VastAiInstance instance) {
        BigDecimal gpu = instance.gpuPerHour();
        BigDecimal storage = instance.storagePerHour();
        json.set("dph_base", number(gpu));
        json.set("dph_total", number(gpu.add(storage)));
        json.set("storage_total_cost", number(storage));
        json.put("is_bid", instance.order().bid() != null);
        json.set("instance", Wire.hourlyCost(instance.isRunning() ? gpu : BigDecimal.ZERO, storage));
    }

    private static void telemetry(ObjectNode json, VastAiInstance instance) {
        json.set(
                "gpu_util",
                number(BigDecimal.valueOf(instance.core().machine().use().gpuPercent())));
        json.set("gpu_temp", number(BigDecimal.valueOf(34)));
        json.set("disk_space", number(instance.order().diskGb()));
        json.set("disk_usage", number(new BigDecimal("1.2")));
    }
}

package io.gpushopper.simulator.vastai;

import static io.gpushopper.simulator.vastai.Wire.flag;
import static io.gpushopper.simulator.vastai.Wire.number;
import static io.gpushopper.simulator.vastai.Wire.text;
import static io.gpushopper.simulator.vastai.Wire.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.vastai.VastAiOffer.Cpu;
import io.gpushopper.simulator.vastai.VastAiOffer.Gpus;
import io.gpushopper.simulator.vastai.VastAiOffer.Host;
import io.gpushopper.simulator.vastai.VastAiOffer.Terms;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields of an offer: how each is written, and thereby what a filter on it sees. The fixtures of the tests show one whole. */
final class OfferFields {

    private static final Map<String, Function<PricedOffer, JsonNode>> FIELDS = fields();

    private OfferFields() {}

    static Optional<Function<PricedOffer, JsonNode>> find(String name) {
        return Optional.ofNullable(FIELDS.get(name));
    }

    static ObjectNode write(PricedOffer offer) {
        ObjectNode json = Json.object();
        FIELDS.forEach((name, field) -> json.set(name, field.apply(offer)));
        return json;
    }

    private static Map<String, Function<PricedOffer, JsonNode>> fields() {
        Map<String, Function<PricedOffer, JsonNode>> fields = new LinkedHashMap<>();
        identity(fields);
        cards(fields);
        machine(fields);
        price(fields);
        trust(fields);
        rest(fields);
        return fields;
    }

    private static void identity(Map<String, Function<PricedOffer, JsonNode>> fields) {
        fields.put("id", o -> number(o.offer().id()));
        fields.put("ask_contract_id", o -> number(o.offer().id()));
        fields.put("bundle_id", o -> number(850_000 + o.offer().host().machineId()));
        fields.put("bundled_results", o -> NullNode.instance);
        fields.put("machine_id", o -> number(o.offer().host().machineId()));
        fields.put("host_id", o -> number(o.offer().host().ownerId()));
    }

    private static void cards(Map<String, Function<PricedOffer, JsonNode>> fields) {
        fields.put("num_gpus", o -> number(gpus(o).count()));
        fields.put("gpu_name", o -> text(gpus(o).model().wireName()));
        fields.put("gpu_ram", o -> number(gpus(o).ramMib()));
        fields.put("gpu_total_ram", o -> number((long) gpus(o).ramMib() * gpus(o).count()));
        fields.put("gpu_frac", o -> number(gpus(o).fraction()));
        fields.put("gpu_arch", o -> text("nvidia"));
        fields.put("gpu_ids", OfferFields::gpuIds);
        fields.put("gpu_lanes", o -> number(16));
        fields.put("gpu_mem_bw", o -> number(gpus(o).model().memoryGbPerSecond()));
        fields.put(
                "gpu_max_power", o -> number(BigDecimal.valueOf(gpus(o).model().watts())));
        fields.put("gpu_max_temp", o -> number(BigDecimal.valueOf(90)));
        fields.put("gpu_display_active", o -> flag(false));
        fields.put("compute_cap", o -> number(gpus(o).model().computeCap()));
        fields.put("cuda_max_good", o -> number(gpus(o).cudaMaxGood()));
        fields.put("driver_version", o -> text(gpus(o).driverVersion()));
        fields.put("driver_vers", o -> number(driverNumber(gpus(o).driverVersion())));
    }

    private static void machine(Map<String, Function<PricedOffer, JsonNode>> fields) {
        fields.put("cpu_name", o -> text(cpu(o).name()));
        fields.put("cpu_arch", o -> text("amd64"));
        fields.put("cpu_cores", OfferFields::cores);
        fields.put("cpu_cores_effective", o -> number(cpu(o).coresEffective()));
        fields.put("cpu_ghz", o -> number(cpu(o).ghz()));
        fields.put("cpu_ram", o -> number(cpu(o).ramMb()));
        fields.put("has_avx", o -> number(1));
        fields.put("disk_space", o -> number(host(o).diskGb()));
        fields.put("disk_bw", o -> number(new BigDecimal("3120.5")));
        fields.put("disk_name", o -> text("nvme"));
        fields.put("inet_down", o -> number(host(o).network().downMbps()));
        fields.put("inet_up", o -> number(host(o).network().upMbps()));
        fields.put("inet_down_cost", o -> number(new BigDecimal("0.002")));
        fields.put("inet_up_cost", o -> number(new BigDecimal("0.002")));
        fields.put("direct_port_count", o -> number(host(o).network().directPorts()));
        fields.put("public_ipaddr", o -> text("127.0.0.1"));
        fields.put("static_ip", o -> flag(host(o).datacenter()));
        fields.put("pci_gen", o -> number(BigDecimal.valueOf(4)));
        fields.put("pcie_bw", o -> number(new BigDecimal("24.6")));
        fields.put("bw_nvlink", o -> number(BigDecimal.ZERO));
    }

    private static void price(Map<String, Function<PricedOffer, JsonNode>> fields) {
        fields.put("dph_base", o -> number(o.gpuPerHour()));
        fields.put("storage_cost", o -> number(terms(o).storageCost()));
        fields.put("storage_total_cost", o -> number(o.storagePerHour()));
        fields.put("dph_total", o -> number(o.totalPerHour()));
        fields.put("min_bid", o -> number(terms(o).minBid()));
        fields.put("is_bid", o -> flag(o.rental() == PricedOffer.Rental.BID));
        fields.put("search", o -> Wire.hourlyCost(o.gpuPerHour(), o.storagePerHour()));
    }

    private static void trust(Map<String, Function<PricedOffer, JsonNode>> fields) {
        fields.put("reliability", o -> number(host(o).reliability()));
        fields.put("reliability2", o -> number(host(o).reliability()));
        fields.put("expected_reliability", o -> number(host(o).reliability()));
        fields.put("verification", o -> text(host(o).verification()));
        fields.put("vericode", o -> number(host(o).isVerified() ? 1 : 0));
        fields.put("hosting_type", o -> number(host(o).datacenter() ? 1 : 0));
        fields.put("geolocation", o -> text(host(o).geolocation()));
        fields.put("geolocode", o -> number(host(o).ownerId() % 250));
        fields.put("rentable", o -> flag(true));
        fields.put("rented", o -> flag(false));
        fields.put("external", o -> flag(false));
        fields.put("start_date", o -> time(terms(o).start()));
        fields.put("end_date", o -> time(terms(o).end()));
        fields.put("duration", o -> number(o.secondsLeft()));
    }

    private static void rest(Map<String, Function<PricedOffer, JsonNode>> fields) {
        fields.put("score", o -> number(o.score()));
        fields.put("dlperf", o -> number(o.performance()));
        fields.put("dlperf_per_dphtotal", o -> number(o.perDollar(o.performance())));
        fields.put("flops_per_dphtotal", o -> number(o.perDollar(o.teraflops())));
        fields.put("total_flops", o -> number(o.teraflops()));
        fields.put("vms_enabled", o -> flag(false));
        fields.put("resource_type", o -> text("gpu"));
        fields.put("cluster_id", o -> NullNode.instance);
        fields.put("os_version", o -> text("22.04"));
        fields.put("webpage", o -> NullNode.instance);
        fields.put("logo", o -> text("/static/logos/vastai_small2.png"));
        fields.put("time_remaining", o -> text(""));
        fields.put("time_remaining_isbid", o -> text(""));
        fields.put("rn", o -> number(1));
    }

    private static JsonNode gpuIds(PricedOffer offer) {
        ArrayNode ids = Json.array();
        for (int i = 0; i < gpus(offer).count(); i++) {
            ids.add(host(offer).machineId() * 16 + i);
        }
        return ids;
    }

    private static JsonNode cores(PricedOffer offer) {
        Integer cores = cpu(offer).cores();
        return cores == null ? NullNode.instance : number(cores);
    }

    /** {@code 535.86.05} as the number 535086005, which filters compare. */
    static long driverNumber(String version) {
        long number = 0;
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            number = number * 1_000 + (i < parts.length ? Long.parseLong(parts[i]) : 0);
        }
        return number;
    }

    private static Gpus gpus(PricedOffer offer) {
        return offer.offer().gpus();
    }

    private static Host host(PricedOffer offer) {
        return offer.offer().host();
    }

    private static Cpu cpu(PricedOffer offer) {
        return host(offer).cpu();
    }

    private static Terms terms(PricedOffer offer) {
        return offer.offer().terms();
    }
}

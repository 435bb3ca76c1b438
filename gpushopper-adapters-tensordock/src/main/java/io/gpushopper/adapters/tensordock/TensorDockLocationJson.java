package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.JsonFields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One location of {@code GET /locations}. Not every field is always there.
 *
 * <pre>{"id": "7c1e0a52-…", "city": "Manassas", "stateprovince": "Virginia", "country": "United States", "tier": 3,
 *  "gpus": [{"v0Name": "geforcertx4090-pcie-24gb", "max_count": 3, "price_per_hr": 0.377, …}]}</pre>
 */
final class TensorDockLocationJson {
    private final JsonFields fields;

    TensorDockLocationJson(JsonFields fields) {
        this.fields = fields;
    }

    Optional<String> id() {
        return fields.text("id");
    }

    Optional<String> city() {
        return fields.text("city");
    }

    Optional<String> stateProvince() {
        return fields.text("stateprovince");
    }

    Optional<String> country() {
        return fields.text("country");
    }

    /** How good the hosts are, seen from 0 to 4, higher is better; 0 when it is not told. */
    int tier() {
        return fields.smallInteger("tier").orElse(0);
    }

    List<Gpu> gpus() {
        return fields.at("gpus").elements().stream().map(Gpu::new).toList();
    }

    /** One model at one location. */
    static final class Gpu {
        private final JsonFields fields;

        private Gpu(JsonFields fields) {
            this.fields = fields;
        }

        Optional<V0Name> v0Name() {
            return fields.text("v0Name").map(V0Name::new);
        }

        Optional<String> displayName() {
            return fields.text("displayName");
        }

        /** The most GPUs of one instance. */
        int maxCount() {
            return fields.smallInteger("max_count").orElse(0);
        }

        /** Dollars an hour for one GPU, and for the GPU only. */
        Optional<BigDecimal> perGpu() {
            return fields.decimal("price_per_hr");
        }

        Optional<BigDecimal> perVcpu() {
            return fields.at("pricing").decimal("per_vcpu_hr");
        }

        Optional<BigDecimal> perRamGb() {
            return fields.at("pricing").decimal("per_gb_ram_hr");
        }

        Optional<BigDecimal> perStorageGb() {
            return fields.at("pricing").decimal("per_gb_storage_hr");
        }

        /** Virtual CPUs of one instance, at most. */
        int maxVcpus() {
            return ceiling("max_vcpus");
        }

        /** Memory of one instance, in GB, at most. */
        int maxRamGb() {
            return ceiling("max_ram_gb");
        }

        /** Disk of one instance, in GB, at most. */
        int maxStorageGb() {
            return ceiling("max_storage_gb");
        }

        /**
         * An address of its own where one may be had, or where nothing is told; empty when the instance cannot be reached.
         *
         * @param lacksAddresses whether a forwarded port is to be preferred, for want of addresses
         */
        Optional<NetworkMode> network(boolean lacksAddresses) {
            JsonFields features = fields.at("network_features");
            Optional<Boolean> forwarding = features.flag("port_forwarding_available");
            boolean isForwarding = forwarding.orElse(false);
            boolean isDedicated = features.flag("dedicated_ip_available").orElse(forwarding.isEmpty());
            if (isDedicated && !(lacksAddresses && isForwarding)) {
                return Optional.of(NetworkMode.DEDICATED_IP);
            }
            return isForwarding ? Optional.of(NetworkMode.PORT_FORWARD) : Optional.empty();
        }

        private int ceiling(String name) {
            return fields.at("resources").smallInteger(name).orElse(Integer.MAX_VALUE);
        }
    }
}

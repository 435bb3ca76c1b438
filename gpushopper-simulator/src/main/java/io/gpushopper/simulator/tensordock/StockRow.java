package io.gpushopper.simulator.tensordock;

import io.gpushopper.simulator.tensordock.InstanceOrder.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Cards of one model at one location, and how many are free. Guarded by the world's lock.
 */
final class StockRow {

    // The rates of TensorDock's documentation (docs/PROVIDERS.md, TensorDock: stock and price).
    static final BigDecimal PER_VCPU = new BigDecimal("0.003");
    static final BigDecimal PER_GB_RAM = new BigDecimal("0.002");
    static final BigDecimal PER_GB_STORAGE = new BigDecimal("0.00005");

    private final Location location;
    private final String hostnodeId;
    private final TensorDockGpu gpu;
    private BigDecimal gpuPerHour;
    private final Resources resources;
    private int free;
    private int listed;

    StockRow(
            Location location,
            String hostnodeId,
            TensorDockGpu gpu,
            BigDecimal gpuPerHour,
            Resources resources,
            int free) {
        this.location = location;
        this.hostnodeId = hostnodeId;
        this.gpu = gpu;
        this.gpuPerHour = gpuPerHour;
        this.resources = resources;
        this.free = free;
        this.listed = free;
    }

    Location location() {
        return location;
    }

    String hostnodeId() {
        return hostnodeId;
    }

    TensorDockGpu gpu() {
        return gpu;
    }

    BigDecimal gpuPerHour() {
        return gpuPerHour;
    }

    Resources resources() {
        return resources;
    }

    int free() {
        return free;
    }

    /** How many are shown, which may be more than there are, or fewer. */
    int listed() {
        return listed;
    }

    /** From now on it shows what is there. */
    void list() {
        listed = free;
    }

    void reprice(BigDecimal factor) {
        gpuPerHour = gpuPerHour.multiply(factor).setScale(4, RoundingMode.HALF_UP);
    }

    boolean fits(Shape shape) {
        return shape.gpuCount() <= free
                && shape.vcpus() <= resources.maxVcpus()
                && shape.ramGb() <= resources.maxRamGb()
                && shape.storageGb() <= resources.maxStorageGb();
    }

    void take(int count) {
        free -= count;
    }

    void giveBack(int count) {
        free += count;
    }

    /** Price of an instance, a sum over its parts. Source: docs/PROVIDERS.md, TensorDock: stock and price. */
    BigDecimal perHour(Shape shape) {
        return gpuPerHour
                .multiply(BigDecimal.valueOf(shape.gpuCount()))
                .add(PER_VCPU.multiply(BigDecimal.valueOf(shape.vcpus())))
                .add(PER_GB_RAM.multiply(BigDecimal.valueOf(shape.ramGb())))
                .add(PER_GB_STORAGE.multiply(BigDecimal.valueOf(shape.storageGb())));
    }

    /**
     * A place.
     *
     * @param id UUID
     * @param city its city
     * @param state state or province, sometimes equal to the city
     * @param country its country
     * @param tier quality, higher is better
     */
    record Location(String id, String city, String state, String country, int tier) {}

    /**
     * The most that one instance may have.
     *
     * @param maxVcpus virtual processors
     * @param maxRamGb memory
     * @param maxStorageGb disk
     * @param hasDedicatedIp whether an address of its own can be had
     */
    record Resources(int maxVcpus, int maxRamGb, int maxStorageGb, boolean hasDedicatedIp) {}
}

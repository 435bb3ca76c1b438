package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.market.CsvTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A model of graphics card.
 *
 * @param wireName as Vast.ai spells it
 * @param smiName as {@code nvidia-smi} prints it
 * @param computeCap compute capability times 100
 * @param memoryGbPerSecond memory bandwidth
 * @param tflops single precision
 * @param watts most power it draws
 */
record VastAiGpu(
        String wireName, String smiName, int computeCap, BigDecimal memoryGbPerSecond, BigDecimal tflops, int watts) {

    /** Every model of the market, by wire name. Source: makers' data sheets. */
    static final Map<String, VastAiGpu> ALL = CsvTable.read(VastAiGpu.class, "gpus.csv").stream()
            .map(VastAiGpu::of)
            .collect(Collectors.toUnmodifiableMap(VastAiGpu::wireName, Function.identity()));

    private static VastAiGpu of(List<String> row) {
        return new VastAiGpu(
                row.get(0),
                row.get(1),
                Integer.parseInt(row.get(2)),
                new BigDecimal(row.get(3)),
                new BigDecimal(row.get(4)),
                Integer.parseInt(row.get(5)));
    }
}

package io.gpushopper.simulator.tensordock;

import io.gpushopper.simulator.market.CsvTable;
import java.math.BigDecimal;
import java.util.List;

/**
 * A model of graphics card.
 *
 * @param v0Name as the API spells it
 * @param displayName for people; sometimes equal to {@code v0Name}
 * @param smiName as {@code nvidia-smi} prints it
 * @param memoryMib memory of one card
 * @param perHour US dollars an hour for one card alone
 */
record TensorDockGpu(String v0Name, String displayName, String smiName, int memoryMib, BigDecimal perHour) {

    /** Every model of the market. */
    static final List<TensorDockGpu> ALL = CsvTable.read(TensorDockGpu.class, "gpus.csv").stream()
            .map(row -> new TensorDockGpu(
                    row.get(0), row.get(1), row.get(2), Integer.parseInt(row.get(3)), new BigDecimal(row.get(4))))
            .toList();
}

package io.gpushopper.domain.ledger;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import java.time.LocalDate;

/** What two cells must have in common to be one. */
record CellKey(LocalDate day, ConsumerId consumer, ProviderId provider, GpuModel gpu) {
    static CellKey of(CostCell cell) {
        return new CellKey(cell.day(), cell.consumer(), cell.provider(), cell.gpu());
    }
}

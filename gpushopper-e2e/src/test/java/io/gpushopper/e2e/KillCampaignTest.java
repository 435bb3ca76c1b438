package io.gpushopper.e2e;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One server on its database file, killed again and again. */
class KillCampaignTest {
    @Test
    void nothingBillsThatNobodyAnswersFor() throws Exception {
        try (Stage stage = Stage.open(Duration.ofSeconds(1))) {
            new KillCampaign("kill campaign on H2", stage, List.of(Replica.startedOn(stage))).run();
        }
    }
}

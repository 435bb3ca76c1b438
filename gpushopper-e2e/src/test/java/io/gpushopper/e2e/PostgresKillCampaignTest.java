package io.gpushopper.e2e;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL, killed again and again; now and then one stands still for longer than its lease. */
class PostgresKillCampaignTest {
    @Test
    void nothingBillsThatNobodyAnswersFor() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Stage stage = Stage.open(Duration.ofSeconds(1), postgres.environment("e2ekill"))) {
            List<Replica> replicas = List.of(Replica.startedOn(stage), Replica.startedOn(stage));
            new KillCampaign("kill campaign on PostgreSQL", stage, replicas).run();
        }
    }
}

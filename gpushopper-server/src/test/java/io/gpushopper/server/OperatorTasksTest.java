package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakeOwnership;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an operator asks for on the admin port. */
final class OperatorTasksTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final SessionId NEVER_HEARD_OF = new SessionId("sess-aaaaaaaaaaaaaaaa");

    private final FakeParts parts = new FakeParts();

    /** What was planted runs, and is charged in full, before a server counts it at its start. */
    @BeforeEach
    void bootAtOnce() {
        parts.market.bootIn(Duration.ZERO);
    }

    @Nested
    class Claiming {
        @Test
        void letsACopyCreateOnceItIsSaidToBeTheOneAndOnly() {
            parts.ownership = FakeOwnership.ofACopy(new DeploymentId("prod"));
            try (Api api = Api.ready(parts)) {
                Api.Answer refused = api.post(SESSIONS, Api.body("vastai-1"));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.json().path("error_type").asText()).isEqualTo("not_ready");

                Api.Answer claimed = api.operate("/tasks/claim?deployment=prod");

                assertThat(claimed.status()).isEqualTo(200);
                assertThat(claimed.text()).contains("this store is deployment prod", "sessions can be created");
                assertThat(api.post(SESSIONS, Api.body("vastai-1")).status()).isEqualTo(201);
                assertThat(parts.market.rentals())
                        .singleElement()
                        .satisfies(rental -> assertThat(rental.mark()).startsWith("gpushop-prod-"));
            }
        }

        @Test
        void takesWhatALostStoreLeftForOursOnlyThen() {
            parts.ownership = FakeOwnership.ofALoss(new DeploymentId("prod"));
            parts.market.plant(tag("prod"));
            try (Api api = Api.ready(parts)) {
                assertThat(api.admin("/tasks/audit").text()).contains("  other  running  ");

                assertThat(api.operate("/tasks/claim?deployment=prod").status()).isEqualTo(200);

                assertThat(api.admin("/tasks/audit").text()).contains("  mine  running  ", "stranger");
            }
        }

        @Test
        void refusesWhatNothingSpeaksForAndWhatIsNoId() {
            parts.ownership = FakeOwnership.ofACopy(new DeploymentId("prod"));
            try (Api api = Api.ready(parts)) {
                Api.Answer other = api.operate("/tasks/claim?deployment=other");
                assertThat(other.status()).isEqualTo(409);
                assertThat(other.text()).contains("claim prod");

                Api.Answer dashed = api.operate("/tasks/claim?deployment=prod-eu");
                assertThat(dashed.status()).isEqualTo(400);
                assertThat(dashed.text()).contains("deployment: a deployment id is 3 to 12 of [a-z0-9]");
                assertThat(api.operate("/tasks/claim").text()).isEqualTo("deployment is missing\n");
                assertThat(api.operate("/tasks/claim?deployment=prod&deployment=prod")
                                .status())
                        .isEqualTo(400);
                assertThat(api.operate("/tasks/claim?id=prod").text())
                        .isEqualTo("/tasks/claim takes deployment, and not id\n");
                assertThat(api.operate("/tasks/claim?deployment=prod", "Origin", "https://evil.example")
                                .status())
                        .isEqualTo(403);
                assertThat(api.post(SESSIONS, Api.body("vastai-1")).status()).isEqualTo(503);
            }
        }
    }

    @Nested
    class Auditing {
        @Test
        void tellsWhoseEachInstanceIsAndWhatItCosts() {
            parts.market.plant("somebody's own");
            parts.market.plant(tag("stage"));
            try (Api api = Api.ready(parts)) {
                String session = api.running("vastai-1");

                String audit = api.operate("/tasks/audit").text();

                assertThat(audit.lines())
                        .anySatisfy(line ->
                                assertThat(line).matches("vastai  \\S+  foreign  running  0\\.412000 USD/h  -  -"))
                        .anySatisfy(line -> assertThat(line)
                                .matches("vastai  \\S+  other  running  0\\.412000 USD/h  gpushop-stage-\\S+  -"))
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("vastai  ")
                                .contains("  mine  ", "gpushop-test-")
                                .endsWith(session.substring(session.lastIndexOf('/') + 1) + " running"))
                        .contains(
                                "vastai  total  mine  1  0.412000 USD/h",
                                "vastai  total  other  1  0.412000 USD/h",
                                "vastai  total  foreign  1  0.412000 USD/h");
                assertThat(api.admin("/tasks/audit").text()).isEqualTo(audit);
                assertThat(api.get("/metrics").text())
                        .contains(
                                "gpu_other_deployments_instances{provider=\"vastai\",} 1.0",
                                "gpu_other_deployments_usd_per_hour{provider=\"vastai\",} 0.412");
            }
        }

        @Test
        void saysWhenTheListIsNotComplete() {
            try (Api api = Api.ready(parts)) {
                parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 3);

                assertThat(api.operate("/tasks/audit").text()).contains("vastai  INCOMPLETE: no listing came");
            }
        }
    }

    @Nested
    class Reconciling {
        @Test
        void findsWhatAPassWouldFindAndDoesNothingInADryRun() {
            try (Api api = Api.ready(parts)) {
                InstanceId stray = strayOf(api);

                Api.Answer planned = api.operate("/tasks/reconcile?dry_run=true");

                assertThat(planned.status()).isEqualTo(200);
                assertThat(planned.text()).contains(stray + " of sess-", "nothing done");
                assertThat(exists(stray)).isTrue();
            }
        }

        @Test
        void endsAnOrphanNow() {
            try (Api api = Api.ready(parts)) {
                InstanceId stray = strayOf(api);

                assertThat(api.operate("/tasks/reconcile").text())
                        .contains(stray + " of sess-", "its session was told");

                Eventually.holds("the orphan is gone", () -> !exists(stray));
            }
        }

        @Test
        void saysWhatItCouldNotCompareAndWhatItWasAskedWrongly() {
            try (Api api = Api.ready(parts)) {
                parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 3);

                assertThat(api.operate("/tasks/reconcile?dry_run=true").text())
                        .contains("vastai  nothing compared: no listing came");
                assertThat(api.operate("/tasks/reconcile?dry_run=yes").text())
                        .isEqualTo("dry_run must be true or false\n");
                assertThat(api.admin("/tasks/reconcile").status()).isEqualTo(405);
                assertThat(api.operate("/tasks/reconcile?believe_absence=nobody")
                                .text())
                        .isEqualTo("believe_absence must be a configured provider\n");
                assertThat(api.operate("/tasks/reconcile?dry_run=true&believe_absence=vastai")
                                .status())
                        .isEqualTo(400);
                assertThat(api.operate("/tasks/reconcile?believe_absence=vastai&believe_account=vastai")
                                .text())
                        .contains("0 instances that were held are believed to be gone", "that of 0 sessions");
            }
        }

        @Test
        void keepsOrDestroysAStrangerAsTheOperatorSays() {
            try (Api api = Api.ready(parts)) {
                InstanceId stranger = parts.market.plant(
                        new Tag(new DeploymentId("test"), NEVER_HEARD_OF, 1, parts.clock.instant()).text());
                assertThat(api.operate("/tasks/reconcile?keep_stranger=" + stranger)
                                .text())
                        .isEqualTo("keep_stranger: no stranger " + stranger + " is known\n");
                assertThat(api.operate("/tasks/reconcile").text())
                        .contains("stranger " + stranger, ": destroyed at ", " unless an operator says otherwise");

                assertThat(api.operate("/tasks/reconcile?keep_stranger=" + stranger)
                                .text())
                        .contains("stranger " + stranger + " is kept until its hard limit");
                assertThat(exists(stranger)).isTrue();
                assertThat(api.operate("/tasks/reconcile?destroy_stranger=" + stranger)
                                .text())
                        .contains("stranger " + stranger + " is to be destroyed");

                Eventually.holds("the stranger is gone", () -> !exists(stranger));
            }
        }

        @Test
        void saysThatAProviderDidNotTellItsAccount() {
            try (Api api = Api.ready(parts)) {
                parts.market.fail(MarketOperation.ACCOUNT, MarketFault.SERVER_ERROR, 100);

                Api.Answer failed = api.operate("/tasks/reconcile?believe_account=vastai");

                assertThat(failed.status()).isEqualTo(502);
                assertThat(failed.text()).startsWith("a provider failed: vastai: ");
            }
        }

        @Test
        void refusesAStrangerThatIsNoneAndAWordInADryRun() {
            try (Api api = Api.ready(parts)) {
                assertThat(api.operate("/tasks/reconcile?destroy_stranger=7").text())
                        .isEqualTo("destroy_stranger: an instance is <provider>/<id>\n");
                Api.Answer dry = api.operate("/tasks/reconcile?dry_run=true&destroy_stranger=vastai/7");
                assertThat(dry.status()).isEqualTo(400);
                assertThat(dry.text()).contains("not in a dry run");
            }
        }

        /** An instance under the tag of a session that is over. */
        private InstanceId strayOf(Api api) {
            String session = api.running("vastai-1");
            String mark = parts.market.rentals().get(0).mark();
            api.delete(session);
            Eventually.holds(
                    "it is over",
                    () -> "stopped"
                            .equals(api.get(session).json().path("status").asText()));
            return parts.market.plant(mark);
        }
    }

    private boolean exists(InstanceId id) {
        return parts.market.rentals().stream()
                .filter(rental -> rental.id().equals(id))
                .anyMatch(Rental::billing);
    }

    private static String tag(String deployment) {
        return new Tag(new DeploymentId(deployment), NEVER_HEARD_OF, 1, Instant.parse("2026-11-24T12:00:00Z")).text();
    }
}

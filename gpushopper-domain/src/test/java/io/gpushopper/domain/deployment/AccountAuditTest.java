package io.gpushopper.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccountAuditTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ProviderId PROVIDER = new ProviderId("vastai");
    private static final SessionId KNOWN = new SessionId("sess-aaaaaaaaaaaaaaaa");
    private static final SessionId UNKNOWN = new SessionId("sess-bbbbbbbbbbbbbbbb");
    private static final Set<DeploymentId> OURS = Set.of(new DeploymentId("prod"), new DeploymentId("older"));

    @Test
    void tellsWhoseEachInstanceIsByItsWholeTag() {
        assertThat(belonging(tag("prod", KNOWN))).isEqualTo(Belonging.OURS);
        assertThat(belonging(tag("older", UNKNOWN))).isEqualTo(Belonging.OURS);
        assertThat(belonging(tag("prodeu", KNOWN))).isEqualTo(Belonging.OTHER_DEPLOYMENT);
        assertThat(belonging("gpushop-prod-eu-aaaaaaaaaaaaaaaa-1-abc")).isEqualTo(Belonging.FOREIGN);
        assertThat(belonging("gpushop-prod")).isEqualTo(Belonging.FOREIGN);
        assertThat(belonging("")).isEqualTo(Belonging.FOREIGN);
    }

    @Test
    void addsUpWhatEachKindBillsAnHour() {
        AccountAudit audit = audit(
                view("1", tag("prod", KNOWN), "0.40"),
                view("2", tag("prod", UNKNOWN), "0.10"),
                view("3", tag("stage", KNOWN), "1.25"),
                view("4", tag("stage", KNOWN), null),
                view("5", "mine", "2"));

        assertThat(audit.missing()).isNull();
        assertThat(audit.count(Belonging.OURS)).isEqualTo(2);
        assertThat(audit.rate(Belonging.OURS)).isEqualTo(UsdPerHour.of("0.50"));
        assertThat(audit.count(Belonging.OTHER_DEPLOYMENT)).isEqualTo(2);
        assertThat(audit.rate(Belonging.OTHER_DEPLOYMENT)).isEqualTo(UsdPerHour.of("1.25"));
        assertThat(audit.rate(Belonging.FOREIGN)).isEqualTo(UsdPerHour.of("2"));
        assertThat(audit.instances())
                .extracting(AuditedInstance::session)
                .containsExactly(SessionStatus.RUNNING, null, null, null, null);
    }

    @Test
    void namesNoSessionForAPurchaseThatTheSessionNeverMade() {
        String second = new Tag(new DeploymentId("prod"), KNOWN, 2, NOW).text();

        assertThat(audit(view("1", second, "1")).instances())
                .extracting(AuditedInstance::session)
                .containsOnlyNulls();
    }

    @Test
    void saysWhenSomethingMayBeMissing() {
        Listing partial =
                new Listing.Partial(PROVIDER, NOW, List.of(view("1", "", "1")), ErrorKind.UNAVAILABLE, "page 2 failed");

        AccountAudit audit = AccountAudit.of(partial, OURS, id -> Optional.empty());

        assertThat(audit.missing()).isEqualTo("page 2 failed");
        assertThat(audit.count(Belonging.FOREIGN)).isEqualTo(1);
    }

    private static Belonging belonging(String mark) {
        return audit(view("1", mark, null)).instances().get(0).belonging();
    }

    private static AccountAudit audit(InstanceView... views) {
        Listing listing = new Listing.Complete(new AccountId(PROVIDER, "", "me"), NOW, NOW, List.of(views));
        return AccountAudit.of(
                listing,
                OURS,
                tag -> tag.session().equals(KNOWN) && tag.attempt() == 1
                        ? Optional.of(SessionStatus.RUNNING)
                        : Optional.empty());
    }

    private static String tag(String deployment, SessionId session) {
        return new Tag(new DeploymentId(deployment), session, 1, NOW).text();
    }

    private static InstanceView view(String id, String mark, String price) {
        return new InstanceView(
                new InstanceId(PROVIDER, id),
                mark,
                InstanceCondition.RUNNING,
                List.of(),
                price == null ? null : new Rates(UsdPerHour.of(price), UsdPerHour.ZERO),
                null,
                "");
    }
}

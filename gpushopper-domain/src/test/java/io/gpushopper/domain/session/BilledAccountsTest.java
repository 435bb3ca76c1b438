package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.DEPLOYMENT;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.SESSION;
import static io.gpushopper.domain.session.Fixtures.T0;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilledAccountsTest {
    private static final Tag SECOND = new Tag(DEPLOYMENT, SESSION, 2, T0);
    private static final Tag UNKNOWN = new Tag(DEPLOYMENT, SESSION, 3, T0);
    private static final List<LaunchAttempt> ATTEMPTS =
            List.of(attempt(TAG), attempt(SECOND).billedTo(OTHER_ACCOUNT));

    @ParameterizedTest(name = "attempt {0}: the account {1}, another one {2}")
    @CsvSource({"1, true, false", "2, false, true", "3, false, false"})
    void onlyTheBilledAccountSpeaksForAPurchase(int attempt, boolean account, boolean other) {
        Tag tag = List.of(TAG, SECOND, UNKNOWN).get(attempt - 1);

        assertThat(BilledAccounts.speaksFor(ACCOUNT, ATTEMPTS, tag)).isEqualTo(account);
        assertThat(BilledAccounts.speaksFor(OTHER_ACCOUNT, ATTEMPTS, tag)).isEqualTo(other);
    }
}

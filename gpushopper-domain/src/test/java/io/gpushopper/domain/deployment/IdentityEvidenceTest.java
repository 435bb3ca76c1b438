package io.gpushopper.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.DeploymentId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentityEvidenceTest {
    private static final List<String> IDS = Arrays.asList(null, "sss", "fff", "ccc");

    @ParameterizedTest
    @CsvSource({
        // store, file, configured, standing, what may be claimed
        ",    ,    ,    NEW,                  ''",
        ",    ,    ccc, NEW,                  ''",
        ",    fff, ,    STORE_LOST,           fff",
        ",    fff, fff, STORE_LOST,           fff",
        ",    fff, ccc, STORE_LOST,           ccc",
        "sss, ,    ,    FILE_MISSING,         sss",
        "sss, sss, ,    AGREED,               sss",
        "sss, fff, ,    FILE_DIFFERS,         sss fff",
        "sss, ,    sss, AGREED,               sss",
        "sss, sss, sss, AGREED,               sss",
        "sss, fff, sss, AGREED,               sss",
        "sss, ,    ccc, CONFIGURED_OTHERWISE, ccc",
        "sss, sss, ccc, CONFIGURED_OTHERWISE, ccc",
        "sss, fff, ccc, CONFIGURED_OTHERWISE, ccc",
        "sss, ccc, ccc, CONFIGURED_OTHERWISE, ccc",
    })
    void tellsWhoseTheStoreIsAndWhatMayBeClaimed(
            String stored, String filed, String configured, Standing standing, String claimable) {
        IdentityEvidence evidence = evidence(stored, filed, configured);

        assertThat(evidence.standing()).isEqualTo(standing);
        assertThat(evidence.claimable()).isEqualTo(words(claimable));
    }

    @ParameterizedTest
    @CsvSource({
        // store, file, configured, claimed, the ids that are ours then
        ",    fff, ,    fff, fff",
        ",    fff, ccc, ccc, fff ccc",
        "sss, ,    ,    sss, sss",
        "sss, fff, ,    sss, sss",
        "sss, fff, ,    fff, sss fff",
        "sss, ,    ccc, ccc, sss ccc",
    })
    void keepsTheIdsThatTheStoreHadAndTakesNobodyElses(
            String stored, String filed, String configured, String claimed, String ours) {
        assertThat(evidence(stored, filed, configured).claimed(new DeploymentId(claimed)))
                .containsExactlyElementsOf(words(ours));
    }

    @Test
    void isCertainAfterEveryClaimThatItTakes() {
        for (IdentityEvidence evidence : all()) {
            for (DeploymentId id : evidence.claimable()) {
                assertThat(new IdentityEvidence(id, id, evidence.configured()).standing())
                        .as("%s after %s", evidence, id)
                        .isEqualTo(Standing.AGREED);
                assertThat(evidence.claimed(id)).as("%s", evidence).endsWith(id);
            }
        }
    }

    @Test
    void leavesNoDoubtWithoutAWayOut() {
        assertThat(all())
                .filteredOn(evidence -> !evidence.standing().isCertain())
                .isNotEmpty()
                .allSatisfy(evidence -> assertThat(evidence.claimable()).isNotEmpty());
    }

    @Test
    void refusesWhatNothingSpeaksForAndSaysWhatToDo() {
        assertThatThrownBy(() -> evidence("sss", "fff", null).claimed(new DeploymentId("ccc")))
                .isInstanceOf(ClaimRefusedException.class)
                .hasMessageContaining("claim sss or fff");
        assertThatThrownBy(() -> evidence("sss", "sss", "ccc").claimed(new DeploymentId("sss")))
                .isInstanceOf(ClaimRefusedException.class)
                .hasMessageContaining("DEPLOYMENT_ID");
        assertThatThrownBy(() -> evidence(null, null, null).claimed(new DeploymentId("ccc")))
                .isInstanceOf(ClaimRefusedException.class);
    }

    private static List<IdentityEvidence> all() {
        return IDS.stream()
                .flatMap(stored -> IDS.stream()
                        .flatMap(filed -> IDS.stream().map(configured -> evidence(stored, filed, configured))))
                .toList();
    }

    private static IdentityEvidence evidence(String stored, String filed, String configured) {
        return new IdentityEvidence(id(stored), id(filed), id(configured));
    }

    private static DeploymentId id(String text) {
        return text == null ? null : new DeploymentId(text);
    }

    private static Set<DeploymentId> words(String text) {
        return Stream.of(text.split(" "))
                .filter(word -> !word.isEmpty())
                .map(DeploymentId::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

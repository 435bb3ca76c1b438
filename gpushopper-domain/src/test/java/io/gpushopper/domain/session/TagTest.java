package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.SESSION;
import static io.gpushopper.domain.session.Fixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
    private static final String WHOLE = "gpushop-prod-abcdefghijklmnop-1-tp0100";

    @Test
    void readsAsItsFourParts() {
        Tag tag = Tag.parse(WHOLE).orElseThrow();

        assertThat(tag).isEqualTo(new Tag(new DeploymentId("prod"), SESSION, 1, T0));
        assertThat(tag.text()).isEqualTo(WHOLE);
        assertThat(tag).hasToString(WHOLE);
    }

    @RepeatedTest(50)
    void survivesItsText(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Tag tag = new Tag(
                DeploymentId.random(random),
                SessionId.random(random),
                random.nextInt(1, 100),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)));

        assertThat(Tag.parse(tag.text())).contains(tag);
        assertThat(tag.text()).hasSizeLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpushop-",
                "gpushop-prod-abcdefghijklmnop-1",
                "gpushop-prod-abcdefghijklmnop-1-",
                "gpushop-prod-abcdefghijklmno-1-tp0100",
                "gpushop-prod-eu-abcdefghijklmnop-1-tp0100",
                "gpushop-prod-abcdefghijklmnop-1-tp0100-x",
                "gpushop-prod-abcdefghijklmnop-1-tp0100 ",
                " gpushop-prod-abcdefghijklmnop-1-tp0100",
                "gpushop-prod-abcdefghijklmnop-1-tp0100\n",
                "GPUSHOP-prod-abcdefghijklmnop-1-tp0100",
                "gpushop-Prod-abcdefghijklmnop-1-tp0100",
                "gpushop-prod-ABCDEFGHIJKLMNOP-1-tp0100",
                "gpushop-prod-abcdefghijklmnop-1-TP0100",
                "gpushop-prod-abcdefghijklmnop-0-tp0100",
                "gpushop-prod-abcdefghijklmnop-01-tp0100",
                "gpushop-prod-abcdefghijklmnop-100-tp0100",
                "gpushop-prod-abcdefghijklmnop-1-0tp0100",
                "gpushop-prod-abcdefghijklmnop-1-zzzzzzzzzzzzzzzz",
                "gpushop-pr-abcdefghijklmnop-1-tp0100",
                "gpushop-abcdefghijklm-abcdefghijklmnop-1-tp0100",
                "gpushop-prod-abcdefghijklmno1-1-tp0100",
                "gpushop_prod_abcdefghijklmnop_1_tp0100",
                "gpushop2-prod-abcdefghijklmnop-1-tp0100",
                "xgpushop-prod-abcdefghijklmnop-1-tp0100"
            })
    void isReadWholeOrNotAtAll(String text) {
        assertThat(Tag.parse(text)).isEmpty();
    }

    @Test
    void neverTakesOneDeploymentForAnother() {
        Tag prod = Tag.parse(WHOLE).orElseThrow();
        Tag prodEu = Tag.parse(WHOLE.replace("prod", "prodeu")).orElseThrow();

        assertThat(prodEu).isNotEqualTo(prod);
        assertThat(prodEu.deployment()).isNotEqualTo(prod.deployment());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 100})
    void numbersAttemptsFrom1To99(int attempt) {
        assertThatThrownBy(() -> new Tag(new DeploymentId("prod"), SESSION, attempt, T0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4_000_000_000_000_000L})
    void isNeverWrittenSoThatItCouldNotBeRead(long second) {
        assertThatThrownBy(() -> new Tag(new DeploymentId("prod"), SESSION, 1, Instant.ofEpochSecond(second)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one rule by which an instance is proved gone, for the engine and for an end without any store. */
class AbsenceProofTest {
    @ParameterizedTest(name = "{0}: gone after an accepted destroy {1}, when nobody asked {2}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing                                 | false | false
            answer 0                                | false | false
            answer 0, answer 30                     | false | false
            listing 0, answer 0, answer 30          | false | false
            listing 0                               | false | false
            answer 0, listing 0                     | false | false
            answer 0, listing 1, answer 2           | false | false
            answer 0, listing 1, answer 3           | true  | false
            answer 0, listing 0, answer 3           | true  | false
            answer 0, answer 3, listing 4           | true  | false
            answer 0, listing 1, answer 29          | true  | false
            answer 0, listing 1, answer 30          | true  | true
            answer 0, answer 3, answer 30, listing 1| true  | true
            answer 10, listing 9, answer 40         | false | false
            answer 10, listing 9, answer 40, listing 41 | true | true""")
    void takesTwoAnswersApartAndAListingAskedForNotBeforeTheFirst(String evidence, boolean accepted, boolean unasked) {
        AbsenceProof proof = AbsenceProof.NONE;
        for (String step : evidence.split(", ")) {
            proof = with(proof, step);
        }

        assertThat(proof.isProven(AbsenceProof.ACCEPTED_SPACING)).isEqualTo(accepted);
        assertThat(proof.isProven(AbsenceProof.UNASKED_SPACING)).isEqualTo(unasked);
    }

    @Test
    void provesNothingWhileItIsHeld() {
        AbsenceProof proof = AbsenceProof.NONE.answered(at(0)).unlisted(at(1)).answered(at(30));

        assertThat(proof.heldBy(AbsenceHold.begun(at(0))).isProven(AbsenceProof.ACCEPTED_SPACING))
                .isFalse();
    }

    private static AbsenceProof with(AbsenceProof proof, String step) {
        String[] words = step.split(" ");
        return switch (words[0]) {
            case "answer" -> proof.answered(at(Long.parseLong(words[1])));
            case "listing" -> proof.unlisted(at(Long.parseLong(words[1])));
            default -> proof;
        };
    }
}

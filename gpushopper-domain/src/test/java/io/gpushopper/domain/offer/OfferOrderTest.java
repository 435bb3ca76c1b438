package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OfferOrderTest {
    private static final OfferPlace PLACE = new OfferPlace("Oregon, US", "US", true);
    private static final List<Offer> SOME = List.of(
            offer("a", 1, 24, "0.40", 0.95),
            offer("b", 4, 80, "1.20", 0.99),
            offer("c", 2, 24, "0.80", 0.95),
            offer("d", 1, 80, "1.20", 0.90),
            offer("e", 3, 48, "0.10", 0.99));

    @ParameterizedTest
    @CsvSource({
        "PRICE, eacbd",
        "PRICE_DESCENDING, bdcae",
        "PRICE_PER_GPU, ebacd",
        "RELIABILITY, ebacd",
        "VRAM, bdeac",
    })
    void ordersAsItsNameSaysThenByPriceThenById(OfferOrder order, String ids) {
        assertThat(sorted(SOME, order)).isEqualTo(ids);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameWhateverTheOrderTheOffersCameIn(OfferOrder order) {
        long seed = 7;
        Random random = new Random(seed);
        List<Offer> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(offer(
                    "o" + i,
                    1 + random.nextInt(3),
                    24 * (1 + random.nextInt(2)),
                    "0." + (1 + random.nextInt(3)),
                    0.9 + random.nextInt(2) / 10.0));
        }
        String first = sorted(many, order);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(many, random);
            assertThat(sorted(many, order)).as("seed %d, shuffle %d", seed, i).isEqualTo(first);
        }
    }

    @Test
    void comparesPricesPerGpuWithoutRounding() {
        // 0.333333... and 0.333334: a quotient of six places takes them for equal or turns them round.
        Offer third = offer("z", 3, 24, "1.000001", 0.9);
        Offer more = offer("a", 1, 24, "0.333334", 0.9);

        assertThat(OfferOrder.PRICE_PER_GPU.comparator().compare(third, more)).isNegative();
    }

    @Test
    void comparesIdsAsTheirTexts() {
        for (String[] pair : new String[][] {{"ab", "ab1"}, {"ab", "abc"}, {"vastai", "tensordock"}}) {
            OfferId one = new OfferId(new ProviderId(pair[0]), "9");
            OfferId other = new OfferId(new ProviderId(pair[1]), "1");
            assertThat(Integer.signum(one.compareTo(other)))
                    .as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
        }
    }

    private static String sorted(List<Offer> offers, OfferOrder order) {
        return String.join(
                "",
                offers.stream()
                        .sorted(order.comparator())
                        .map(offer -> offer.id().providerOfferId())
                        .toList());
    }

    private static Offer offer(String id, int count, int vram, String price, double reliability) {
        return Offers.offer(id, Offers.gpus(count, "RTX 4090", vram), price, PLACE, reliability, HostFacts.NONE);
    }
}

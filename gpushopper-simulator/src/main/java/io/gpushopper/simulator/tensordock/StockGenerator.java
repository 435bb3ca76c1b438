package io.gpushopper.simulator.tensordock;

import io.gpushopper.simulator.tensordock.StockRow.Location;
import io.gpushopper.simulator.tensordock.StockRow.Resources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes locations and their stock from a seed; the documentation's own location comes first. */
final class StockGenerator {

    private static final List<List<String>> PLACES = List.of(
            List.of("Manassas", "Virginia", "United States"),
            List.of("Chubbuck", "Idaho", "United States"),
            List.of("Joplin", "Missouri", "United States"),
            List.of("Orlando", "Florida", "United States"),
            List.of("Texas", "Texas", "United States"),
            List.of("Wilmington", "Delaware", "United States"),
            List.of("Winnipeg", "Manitoba", "Canada"),
            List.of("Amsterdam", "North Holland", "Netherlands"),
            List.of("Warsaw", "Mazovia", "Poland"),
            List.of("Mumbai", "Maharashtra", "India"));
    private static final int MODELS_PER_LOCATION = 3;

    private final Random random;
    private final RandomIds ids;

    StockGenerator(long seed) {
        this.random = new Random(seed);
        this.ids = new RandomIds(random);
    }

    List<StockRow> rows(int count) {
        List<StockRow> rows = new ArrayList<>();
        for (int place = 0; rows.size() < count; place++) {
            List<String> names = PLACES.get(place % PLACES.size());
            int tier = place == 0 ? 3 : random.nextInt(5);
            Location location = new Location(ids.next(), names.get(0), names.get(1), names.get(2), tier);
            int first = place * MODELS_PER_LOCATION;
            for (int i = 0; i < MODELS_PER_LOCATION && rows.size() < count; i++) {
                rows.add(row(location, TensorDockGpu.ALL.get((first + i) % TensorDockGpu.ALL.size()), rows.size()));
            }
        }
        return rows;
    }

    private StockRow row(Location location, TensorDockGpu gpu, int index) {
        boolean repeated = index >= TensorDockGpu.ALL.size();
        BigDecimal factor =
                BigDecimal.valueOf(repeated ? 90 + random.nextInt(30) : 100).movePointLeft(2);
        BigDecimal price = gpu.perHour().multiply(factor).setScale(4, RoundingMode.HALF_UP);
        // Every fifth row is as small as those that a usual shape doesn't fit into; the first ones are ample.
        boolean small = index % 5 == 4;
        Resources resources = new Resources(
                small ? 6 : 16 + 2 * random.nextInt(20),
                small ? 24 : 64 + 8 * random.nextInt(30),
                small ? 80 + random.nextInt(100) : 400 + 50 * random.nextInt(100),
                index % 4 != 2);
        return new StockRow(location, ids.next(), gpu, price, resources, 1 + random.nextInt(8));
    }
}

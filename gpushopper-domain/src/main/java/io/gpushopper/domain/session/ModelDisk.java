package io.gpushopper.domain.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much disk a model needs, as far as its name tells: the number of its parameters, and how many bytes each takes. Pure.
 *
 * <p>{@code Llama-3.1-70B-Instruct} has 70 billion of two bytes each, {@code Mixtral-8x7B-v0.1} at most 56, {@code …-72B-AWQ} takes
 * half a byte each and its scales. A quantisation that the server makes of the weights while it loads them changes nothing
 * of what lies on the disk.
 */
public final class ModelDisk {
    /** {@code 7B}, {@code 0.5b}, {@code 8x7B}, {@code 350M}; what is active of a mixture, as in {@code A22B}, is not its size. */
    private static final Pattern SIZE = Pattern.compile("(?:([1-9][0-9]{0,2})x)?([0-9]{1,4}(?:\\.[0-9]{1,3})?)([bmt])");

    private static final Pattern SEPARATOR = Pattern.compile("[-_/]");
    private static final Pattern ONE_BYTE = Pattern.compile("fp8|int8|w8a8|w8a16|8bit|8bits|q8");
    private static final Pattern HALF_A_BYTE =
            Pattern.compile("awq|gptq|gguf|int4|w4a16|4bit|4bits|nf4|fp4|nvfp4|mxfp4|exl2|bnb|q4");

    private static final BigDecimal TWO_BYTES = BigDecimal.valueOf(2);
    /** Scales and the layers that stay as they were come to a fifth. */
    private static final BigDecimal FOUR_BITS = new BigDecimal("0.6");

    /** Beside the weights: the tokenizer, and files that are written anew when they are converted. Our allowance, not measured. */
    private static final BigDecimal MARGIN = new BigDecimal("1.2");

    /** Whatever the model: what its server writes while it runs, such as compiled kernels and logs. Our allowance, not measured. */
    private static final BigDecimal WORKING_GB = BigDecimal.TEN;

    /** No machine has a thousand terabytes: a name that tells more is as good as this. */
    private static final BigDecimal MOST_GB = BigDecimal.valueOf(1_000_000);

    private ModelDisk() {}

    /** In GB; empty when the name doesn't tell. */
    public static OptionalInt neededGb(ServedModel model) {
        List<String> words = Arrays.asList(SEPARATOR.split(model.id().toLowerCase(Locale.ROOT), -1));
        return words.stream()
                .map(ModelDisk::billions)
                .flatMap(Optional::stream)
                .max(BigDecimal::compareTo)
                .map(billions -> OptionalInt.of(gb(billions.multiply(bytesEach(words, model)))))
                .orElseGet(OptionalInt::empty);
    }

    private static int gb(BigDecimal weights) {
        return weights.multiply(MARGIN)
                .add(WORKING_GB)
                .min(MOST_GB)
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
    }

    private static Optional<BigDecimal> billions(String word) {
        Matcher size = SIZE.matcher(word);
        if (!size.matches()) {
            return Optional.empty();
        }
        BigDecimal experts = size.group(1) == null ? BigDecimal.ONE : new BigDecimal(size.group(1));
        BigDecimal each = new BigDecimal(size.group(2)).multiply(experts);
        return Optional.of(
                switch (size.group(3)) {
                    case "m" -> each.movePointLeft(3);
                    case "t" -> each.movePointRight(3);
                    default -> each;
                });
    }

    private static BigDecimal bytesEach(List<String> words, ServedModel model) {
        if (words.stream().anyMatch(word -> ONE_BYTE.matcher(word).matches())) {
            return BigDecimal.ONE;
        }
        String quantization = model.quantization();
        boolean small =
                words.stream().anyMatch(word -> HALF_A_BYTE.matcher(word).matches())
                        || (quantization != null && model.server().isOfFourBits(quantization));
        return small ? FOUR_BITS : TWO_BYTES;
    }
}

package io.gpushopper.domain.offer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one table of GPU names: {@code short name | family | other spellings}. Spellings are compared by {@link #key}, so only those
 * stand in it that differ in more than case, spaces, dashes and the maker. Sources:
 * docs/PROVIDERS.md, Vast.ai: offers, and TensorDock: stock and price. Immutable.
 */
final class GpuNames {
    private static final String TABLE = """
            A10
            A10G
            A16
            A30
            A40
            A100 | A100
            A100 PCIe | A100
            A100 SXM4 | A100 | A100 SXM
            A100X | A100
            A800 PCIe | A800
            B200 | | B200 SXM6
            B300
            GH200
            GB200
            H100 | H100
            H100 PCIe | H100
            H100 SXM5 | H100 | H100 SXM
            H100 NVL | H100
            H200 | H200 | H200 SXM, H200 SXM5
            H200 NVL | H200
            K80
            L4
            L40
            L40S
            M40
            P4
            P40
            P100 | P100
            P100 PCIe | P100
            P100 SXM2 | P100
            T4
            V100 | V100
            V100 PCIe | V100
            V100 SXM2 | V100
            V100 SXM3 | V100
            GTX 1050
            GTX 1050 Ti
            GTX 1060
            GTX 1070
            GTX 1070 Ti
            GTX 1080
            GTX 1080 Ti
            GTX 1650
            GTX 1650 SUPER | | GTX 1650 S
            GTX 1650 Ti
            GTX 1660
            GTX 1660 SUPER | | GTX 1660 S
            GTX 1660 Ti
            GTX TITAN X
            RTX 2060
            RTX 2060 SUPER | | RTX 2060S
            RTX 2070
            RTX 2070 SUPER | | RTX 2070S
            RTX 2080
            RTX 2080 SUPER | | RTX 2080S
            RTX 2080 Ti
            RTX 3050
            RTX 3060
            RTX 3060 Ti
            RTX 3060 Laptop
            RTX 3070
            RTX 3070 Ti
            RTX 3070 Laptop
            RTX 3080
            RTX 3080 Ti
            RTX 3090
            RTX 3090 Ti
            RTX 4060
            RTX 4060 Ti
            RTX 4060 Laptop
            RTX 4070
            RTX 4070 SUPER | | RTX 4070S
            RTX 4070 Ti
            RTX 4070 Ti SUPER | | RTX 4070S Ti
            RTX 4070 Laptop
            RTX 4080
            RTX 4080 SUPER | | RTX 4080S
            RTX 4080 Laptop
            RTX 4090
            RTX 4090D
            RTX 5060
            RTX 5060 Ti
            RTX 5070
            RTX 5070 Ti
            RTX 5080
            RTX 5090
            RTX 5090D
            TITAN RTX
            TITAN V
            TITAN X
            TITAN Xp
            Quadro P2000
            Quadro P2200
            Quadro P4000
            Quadro P5000
            Quadro P6000
            Quadro GP100
            Quadro GV100
            Quadro RTX 4000 | | Q RTX 4000
            Quadro RTX 5000 | | Q RTX 5000
            Quadro RTX 6000 | | Q RTX 6000
            Quadro RTX 8000 | | Q RTX 8000
            RTX A2000 | | A2000
            RTX A4000 | | A4000
            RTX A4500 | | A4500
            RTX A5000 | | A5000
            RTX A6000 | | A6000
            RTX 2000 Ada
            RTX 4000 Ada
            RTX 4500 Ada
            RTX 5000 Ada
            RTX 5880 Ada
            RTX 6000 Ada
            RTX PRO 4000
            RTX PRO 4500
            RTX PRO 5000
            RTX PRO 6000 | RTX PRO 6000
            RTX PRO 6000 S | RTX PRO 6000
            RTX PRO 6000 WS | RTX PRO 6000
            RTX PRO 6000 Max-Q | RTX PRO 6000
            CMP 50HX
            CMP 170HX
            P104-100
            P106-100
            Instinct MI50
            Instinct MI100
            Instinct MI210
            Instinct MI250X
            Instinct MI300X
            """;
    private static final Pattern MEMORY = Pattern.compile("[-_ ]*\\d+ ?GB$");
    // In the order in which they stand before a name.
    private static final List<String> MAKERS = List.of("NVIDIA", "AMD", "GEFORCE", "TESLA");
    private static final Pattern FORM = Pattern.compile("(PCIE|SXM\\d?)$");
    private static final Map<String, String> NAMES = new HashMap<>();
    private static final Map<String, String> FAMILIES = new HashMap<>();

    static {
        TABLE.lines().forEach(GpuNames::enter);
    }

    private GpuNames() {}

    /** The vendor's short name behind a spelling; empty when the table doesn't have it. */
    static Optional<String> shortName(String spelling) {
        String key = key(spelling);
        String exact = NAMES.get(key);
        return Optional.ofNullable(
                exact != null ? exact : NAMES.get(FORM.matcher(key).replaceFirst("")));
    }

    /** The key of the family that a short name belongs to. */
    static Optional<String> family(String shortName) {
        return Optional.ofNullable(FAMILIES.get(shortName));
    }

    /** Whether a key is that of a family. */
    static boolean isFamily(String key) {
        return FAMILIES.containsValue(key);
    }

    /** A spelling without what doesn't count: case, spaces, dashes, maker, and the memory at its end. */
    static String key(String spelling) {
        String upper = withoutMemory(spelling.strip().toUpperCase(Locale.ROOT));
        StringBuilder joined = new StringBuilder(upper.length());
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c != '-' && c != '_' && !Character.isWhitespace(c)) {
                joined.append(c);
            }
        }
        return withoutMaker(joined.toString());
    }

    private static String withoutMemory(String upper) {
        return upper.endsWith("GB") ? MEMORY.matcher(upper).replaceFirst("") : upper;
    }

    private static String withoutMaker(String joined) {
        String rest = joined;
        for (String maker : MAKERS) {
            rest = rest.startsWith(maker) ? rest.substring(maker.length()) : rest;
        }
        return rest;
    }

    private static void enter(String line) {
        String[] columns = line.split("\\|", -1);
        String name = columns[0].strip();
        NAMES.put(key(name), name);
        if (columns.length > 1 && !columns[1].isBlank()) {
            FAMILIES.put(name, key(columns[1]));
        }
        if (columns.length > 2) {
            for (String spelling : columns[2].split(",", -1)) {
                NAMES.put(key(spelling), name);
            }
        }
    }
}

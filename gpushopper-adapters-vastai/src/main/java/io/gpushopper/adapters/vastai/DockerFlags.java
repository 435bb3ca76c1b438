package io.gpushopper.adapters.vastai;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Docker's flags as they stand in a template, such as {@code -e TZ=UTC -p 8000:8000}, read as a shell would split them. Immutable.
 *
 * @param words the flags and their values, without quotes
 */
record DockerFlags(List<String> words) {
    private static final Set<String> MOUNTS = Set.of("--volume", "--mount", "--volumes-from", "--volume-driver");
    private static final Set<String> PUBLISH = Set.of("-p", "--publish");
    // host:container, maybe with an address before and a protocol behind; only what is inside matters.
    private static final Pattern PORT = Pattern.compile("(?:[^ ]*:)?([0-9]{1,5})(?:/tcp)?");

    DockerFlags {
        words = List.copyOf(words);
    }

    /** Empty when a quote is left open. */
    static Optional<DockerFlags> parse(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(new DockerFlags(words)) : Optional.empty();
    }

    /** Whether any of them brings a volume, in whatever way Docker spells it. */
    boolean mountsVolume() {
        return words.stream().anyMatch(word -> isShortVolume(word) || MOUNTS.contains(nameOf(word)));
    }

    /** The TCP ports inside that they open, other than that of SSH. */
    List<Integer> ports() {
        Set<Integer> open = new LinkedHashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            Optional<String> value = Optional.empty();
            if (PUBLISH.contains(word) && i + 1 < words.size()) {
                value = Optional.of(words.get(i + 1));
            } else if (PUBLISH.contains(nameOf(word)) || word.startsWith("-p")) {
                value = Optional.of(word.replaceFirst("^(?:--publish=|-p=?)", ""));
            }
            value.flatMap(DockerFlags::port).ifPresent(open::add);
        }
        return List.copyOf(open);
    }

    private static Optional<Integer> port(String published) {
        Matcher form = PORT.matcher(published);
        return form.matches()
                ? Optional.of(Integer.valueOf(form.group(1))).filter(port -> port >= 1 && port <= 65_535 && port != 22)
                : Optional.empty();
    }

    // -v, -v=…, -vname:/data, and -v last of several letters, as in -itv; a value such as -1 is none.
    private static boolean isShortVolume(String word) {
        return word.matches("-[a-zA-Z]*v.*") && !word.startsWith("-e") && !word.startsWith("-p");
    }

    private static String nameOf(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }
}

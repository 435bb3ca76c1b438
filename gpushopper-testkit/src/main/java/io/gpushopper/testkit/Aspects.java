package io.gpushopper.testkit;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that a value of records says, one line for each figure, so that a test can tell which of them differ. Immutable. */
public final class Aspects {
    private final Map<String, String> lines = new TreeMap<>();

    private Aspects(@Nullable Object value) {
        add("", value);
    }

    /** What the value, a list of values or anything else in them says. */
    public static Aspects of(@Nullable Object value) {
        return new Aspects(value);
    }

    /** The paths, such as {@code 0.host.machineId}, at which they say different things. */
    public Set<String> differencesFrom(Aspects other) {
        Set<String> all = new TreeSet<>(lines.keySet());
        all.addAll(other.lines.keySet());
        all.removeIf(path -> String.valueOf(lines.get(path)).equals(String.valueOf(other.lines.get(path))));
        return all;
    }

    private void add(String path, @Nullable Object value) {
        if (value instanceof Optional<?> maybe) {
            add(path, maybe.orElse(null));
        } else if (value instanceof Collection<?> many) {
            int i = 0;
            for (Object one : many) {
                add(path.isEmpty() ? String.valueOf(i) : path + "." + i, one);
                i++;
            }
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, one) -> add(path + "." + key, one));
        } else if (value instanceof Record whole) {
            for (RecordComponent component : whole.getClass().getRecordComponents()) {
                String name = component.getName();
                add(path.isEmpty() ? name : path + "." + name, component(whole, component));
            }
        } else {
            lines.put(path, value instanceof BigDecimal number ? plain(number) : String.valueOf(value));
        }
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable Object component(Record whole, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}

package io.gpushopper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.ProviderException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a good answer, and what an adapter makes of it, which stays the same however the same is written, and which a lack of
 * one field changes in no more than depends on it. Confined to one thread.
 */
public final class MessySample {
    /** What depends on a field without which the whole makes no sense. */
    public static final String ALL = "*";

    private final String json;
    private final Map<String, List<String>> read;
    private final Set<String> fixed;
    private final List<String> lost;
    private final String broken;
    private final Function<String, Object> asked;
    private @Nullable Aspects whole;

    /**
     * @param json the answer
     * @param read what depends on each field that is read: the beginnings of paths of {@link Aspects}, none where another field takes
     *     its place, {@link #ALL}
     * @param fixed fields that are never left out, for that would mean something else
     * @param lost what the adapter may make of an answer without something that it can't do without
     * @param broken what it makes of one that is cut off
     * @param asked the adapter, given the answer
     */
    public MessySample(
            String json,
            Map<String, List<String>> read,
            Set<String> fixed,
            List<String> lost,
            String broken,
            Function<String, Object> asked) {
        this.json = json;
        this.read = Map.copyOf(read);
        this.fixed = Set.copyOf(fixed);
        this.lost = List.copyOf(lost);
        this.broken = broken;
        this.asked = asked;
    }

    /** How a failure of the kind shows in the list of what may be lost. */
    public static String failed(ErrorKind kind) {
        return "{=" + kind + "}";
    }

    /** Asks with one document made from the sample, and fails where something of it was lost. */
    public void tryOne(Random random) {
        JsonMess sample = JsonMess.of(json);
        int kind = random.nextInt(8);
        if (kind == 0) {
            String half = sample.cut(random);
            assertThat(told(half)).as(half).hasToString("{=" + broken + "}");
        } else if (kind < 4) {
            tryLacking(sample, random);
        } else {
            String document = sample.dressed(random, read.keySet(), Set.of());
            assertThat(told(document).differencesFrom(whole())).as(document).isEmpty();
        }
    }

    private void tryLacking(JsonMess sample, Random random) {
        List<String> fields = sample.names().stream()
                .filter(name -> read.containsKey(name) && !fixed.contains(name))
                .toList();
        if (fields.isEmpty()) {
            return;
        }
        String field = fields.get(random.nextInt(fields.size()));
        List<String> dependent = read.getOrDefault(field, List.of());
        String document = sample.lacking(random, field).dressed(random, read.keySet(), Set.of());
        Aspects told = told(document);
        if (!dependent.contains(ALL) || !lost.contains(told.toString())) {
            assertThat(told.differencesFrom(whole()))
                    .as(document)
                    .allMatch(path -> dependent.stream().anyMatch(path::startsWith));
        }
    }

    private Aspects whole() {
        if (whole == null) {
            whole = told(json);
        }
        return whole;
    }

    private Aspects told(String document) {
        try {
            return Aspects.of(asked.apply(document));
        } catch (ProviderException failed) {
            return Aspects.of(failed.kind());
        }
    }
}

package io.gpushopper.simulator.vastai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a create asks for. Source: docs/PROVIDERS.md, Vast.ai: purchase.
 *
 * @param image container image
 * @param diskGb size of the disk
 * @param runtype as asked for
 * @param label the label, or null
 * @param env the environment and, as {@code -p 8000:8000}, the ports; in the order given
 * @param onstart script run at each start
 * @param args what the image's own program is started with, in run type {@code args}
 * @param bid US dollars an hour of an interruptible rental, or null for on-demand
 * @param template the template it began with, or null
 * @param cancelUnavailable whether to fail rather than leave a stopped instance
 */
record CreateOrder(
        String image,
        BigDecimal diskGb,
        String runtype,
        @Nullable String label,
        Map<String, String> env,
        String onstart,
        List<String> args,
        @Nullable BigDecimal bid,
        @Nullable Template template,
        boolean cancelUnavailable) {

    private static final BigDecimal SMALLEST_DISK_GB = BigDecimal.valueOf(8);
    private static final BigDecimal LOWEST_BID = new BigDecimal("0.001");
    private static final BigDecimal HIGHEST_BID = BigDecimal.valueOf(128);
    private static final int LONGEST_IMAGE = 1_024;
    private static final int LONGEST_LABEL = 256;
    private static final int LONGEST_SCRIPT = 4_096;

    CreateOrder {
        requireNonNull(image, "image");
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        args = List.copyOf(args);
    }

    /**
     * An order of nothing but a label, as nobody places it.
     *
     * @param label the label
     */
    static CreateOrder plain(String label) {
        return new CreateOrder(
                "ubuntu:22.04", BigDecimal.TEN, "ssh_direct", label, Map.of(), "", List.of(), null, null, true);
    }

    /**
     * Reads a create.
     *
     * @throws Refused if an argument is bad
     */
    static CreateOrder of(long ask, JsonNode body) {
        String image = body.path("image").asText();
        if (image.isEmpty()) {
            throw invalid(ask, "image or template is required");
        }
        if (image.length() > LONGEST_IMAGE) {
            throw invalid(ask, "image is too long");
        }
        String label = body.path("label").isTextual() ? body.path("label").textValue() : null;
        if (label != null && label.length() > LONGEST_LABEL) {
            throw invalid(ask, "label must be at most " + LONGEST_LABEL + " characters");
        }
        BigDecimal disk = Json.number(body.path("disk")).orElse(SMALLEST_DISK_GB);
        if (disk.compareTo(SMALLEST_DISK_GB) < 0) {
            throw invalid(ask, "disk must be at least " + SMALLEST_DISK_GB);
        }
        String onstart = body.path("onstart").asText();
        int scriptLength = onstart.length()
                + body.path("args").toString().length()
                + body.path("args_str").asText().length();
        if (scriptLength > LONGEST_SCRIPT) {
            throw invalid(ask, "args and onstart must be at most " + LONGEST_SCRIPT + " characters");
        }
        return new CreateOrder(
                image,
                disk,
                body.path("runtype").asText("ssh"),
                label,
                environment(body.path("env")),
                onstart,
                args(body.path("args")),
                bid(body),
                template(body),
                body.path("cancel_unavail").asBoolean(!body.hasNonNull("price")));
    }

    /** Whether the container has an SSH server. */
    boolean hasSsh() {
        return !runtype.equals("args");
    }

    /** The spelling in which the run type comes back. */
    String runtypeOnTheWire() {
        return switch (runtype) {
            case "ssh", "ssh_proxy" -> "ssh_proxy";
            case "ssh_direct" -> "ssh_direc ssh_proxy";
            case "jupyter", "jupyter_proxy" -> "jupyter_proxy ssh_proxy";
            case "jupyter_direct" -> "jupyter_direc ssh_direc ssh_proxy";
            default -> runtype;
        };
    }

    private static List<String> args(JsonNode list) {
        List<String> args = new ArrayList<>();
        list.forEach(argument -> args.add(argument.asText()));
        return args;
    }

    private static @Nullable Template template(JsonNode body) {
        return body.hasNonNull("template_name")
                ? new Template(
                        body.path("template_id").asLong(),
                        body.path("template_hash_id").asText(),
                        body.path("template_name").asText())
                : null;
    }

    private static @Nullable BigDecimal bid(JsonNode body) {
        Optional<BigDecimal> price = Json.number(body.path("price"));
        if (price.isPresent()
                && (price.get().compareTo(LOWEST_BID) < 0 || price.get().compareTo(HIGHEST_BID) > 0)) {
            throw new Refused(VastAiAnswers.invalidPrice("price must be between 0.001 and 128"));
        }
        return price.orElse(null);
    }

    /** An environment that is no object is accepted and ignored, as seen live. */
    private static Map<String, String> environment(JsonNode env) {
        Map<String, String> variables = new LinkedHashMap<>();
        env.properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return variables;
    }

    private static Refused invalid(long ask, String what) {
        return new Refused(VastAiAnswers.invalidCreate(ask, what));
    }

    /** As an instance repeats it. */
    record Template(long id, String hash, String name) {}
}

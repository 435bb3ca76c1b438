package io.gpushopper.server.inventory;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.offer.CudaVersion;
import io.gpushopper.domain.offer.OfferOrder;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a shopper asks for from the query of a request. Confined to the request. */
final class OfferParameters {
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    static final Map<String, OfferOrder> ORDERS = new LinkedHashMap<>();
    private static final Map<String, Boolean> WORDS = new LinkedHashMap<>();

    static {
        ORDERS.put("price", OfferOrder.PRICE);
        ORDERS.put("-price", OfferOrder.PRICE_DESCENDING);
        ORDERS.put("price_per_gpu", OfferOrder.PRICE_PER_GPU);
        ORDERS.put("reliability", OfferOrder.RELIABILITY);
        ORDERS.put("vram", OfferOrder.VRAM);
        WORDS.put("true", true);
        WORDS.put("false", false);
    }

    private final QueryParameters parameters;
    private final Problems problems;

    private OfferParameters(QueryParameters parameters, Problems problems) {
        this.parameters = parameters;
        this.problems = problems;
    }

    /** The provider that is named; null for none, or for one that is not configured, which is told. */
    static @Nullable ProviderId provider(QueryParameters parameters, Problems problems, GpuShopper shopper) {
        return new OfferParameters(parameters, problems).provider(shopper);
    }

    /**
     * The whole query.
     *
     * @throws io.gpushopper.ports.ProviderException when it names a template, and a provider didn't tell
     */
    static OfferQuery query(QueryParameters parameters, Problems problems, GpuShopper shopper) {
        return new OfferParameters(parameters, problems).query(shopper);
    }

    private OfferQuery query(GpuShopper shopper) {
        OfferQuery.Builder query = OfferQuery.builder()
                .provider(provider(shopper))
                .template(template(shopper))
                .gpuType(parameters.text("gpu_type"))
                .location(parameters.text("location"))
                .country(matching("country", COUNTRY, "must be two letters such as US"))
                .maxPrice(parameters.decimal("max_price", null))
                .maxPricePerGpu(parameters.decimal("max_price_per_gpu", null))
                .minReliability(share("min_reliability"))
                .minAvailabilityConfidence(share("min_availability_confidence"))
                .minCuda(minCuda())
                .interruptible(oneOf("interruptible", WORDS, words -> "must be true or false"));
        whole("min_vram", 0, query::minVram);
        whole("min_gpu_count", 0, query::minGpuCount);
        whole("gpu_count", 0, query::minGpuCount);
        whole("gpu_count_exact", 1, query::gpuCountExact);
        whole("max_gpu_count", 1, query::maxGpuCount);
        OfferOrder order = oneOf("sort", ORDERS, words -> "must be one of " + String.join(", ", words));
        return (order == null ? query : query.order(order)).build();
    }

    private @Nullable ProviderId provider(GpuShopper shopper) {
        Map<String, ProviderId> known = new LinkedHashMap<>();
        shopper.providers().keySet().forEach(id -> known.put(id.value(), id));
        return oneOf(
                "provider",
                known,
                names -> names.isEmpty() ? "no provider is configured" : "must be one of " + String.join(", ", names));
    }

    private @Nullable Template template(GpuShopper shopper) {
        String text = parameters.text(TemplateView.PARAMETER);
        if (text == null) {
            return null;
        }
        try {
            TemplateId id = TemplateId.parse(text).orElseThrow(() -> new NotFoundException("template", text));
            return shopper.template(id);
        } catch (NotFoundException noSuchTemplate) {
            problems.addInvalid(TemplateView.PARAMETER, "must be the hash of a template", text);
            return null;
        }
    }

    private @Nullable CudaVersion minCuda() {
        String name = "min_cuda";
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        return CudaVersion.parse(text).orElseGet(() -> {
            problems.addInvalid(name, "must be a version such as 12.4", text);
            return null;
        });
    }

    private @Nullable String matching(String name, Pattern form, String rule) {
        String text = parameters.text(name);
        if (text == null || form.matcher(text).matches()) {
            return text;
        }
        problems.addInvalid(name, rule, text);
        return null;
    }

    private <T> @Nullable T oneOf(String name, Map<String, T> words, Function<Collection<String>, String> rule) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        T meant = words.get(text);
        if (meant == null) {
            problems.addInvalid(name, rule.apply(words.keySet()), text);
        }
        return meant;
    }

    private void whole(String name, int min, IntConsumer use) {
        Integer value = parameters.integer(name, min);
        if (value != null) {
            use.accept(value);
        }
    }

    private double share(String name) {
        BigDecimal share = parameters.decimal(name, BigDecimal.ONE);
        return share == null ? 0 : share.doubleValue();
    }
}

package io.gpushopper.server.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.application.InventoryPage;
import io.gpushopper.domain.offer.GpuWish;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.WarningJson;
import io.gpushopper.sdk.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The answer to one list request, put together from what is ready: Jackson writes what is around the offers, as the wire type says,
 * and the offers are copied in. Immutable.
 *
 * @param fragments the offers of the page
 * @param around the answer without its offers
 */
record InventoryAnswer(List<OfferFragment> fragments, InventoryJson around) {
    private static final ObjectMapper MAPPER = WireJson.mapper();
    private static final byte[] FRONT = "{\"offers\":[".getBytes(StandardCharsets.US_ASCII);

    static InventoryAnswer of(InventoryPage page, OfferFragments ready) {
        List<OfferFragment> fragments = ready.of(page.snapshot(), page.offers());
        List<WarningJson> warnings =
                page.warnings().stream().map(OfferView::warning).toList();
        return new InventoryAnswer(fragments, new InventoryJson(List.of(), fragments.size(), page.total(), warnings));
    }

    /**
     * Of what it says and what it answers: the same on every replica that shows the same. When the offers were fetched, and so how old
     * they are, is no part of it (ADR 10).
     */
    String tag(OfferQuery query, int offset, int limit) {
        ContentHash hash = new ContentHash();
        add(query, hash);
        hash.add(offset).add(limit).add(around.total());
        fragments.forEach(fragment -> hash.add(fragment.digest()));
        for (WarningJson warning : around.warnings()) {
            hash.addText(warning.provider()).addText(warning.errorType()).addText(warning.message());
        }
        return hash.weakTag();
    }

    /** The JSON. */
    byte[] body() {
        byte[] frame = frame();
        int size = frame.length + Math.max(0, fragments.size() - 1);
        for (OfferFragment fragment : fragments) {
            size += fragment.json().length;
        }
        byte[] body = new byte[size];
        System.arraycopy(frame, 0, body, 0, FRONT.length);
        int at = FRONT.length;
        for (OfferFragment fragment : fragments) {
            if (at > FRONT.length) {
                body[at++] = ',';
            }
            System.arraycopy(fragment.json(), 0, body, at, fragment.json().length);
            at += fragment.json().length;
        }
        System.arraycopy(frame, FRONT.length, body, at, frame.length - FRONT.length);
        return body;
    }

    private byte[] frame() {
        try {
            return MAPPER.writeValueAsBytes(around);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an inventory can't be written as JSON", broken);
        }
    }

    private static void add(OfferQuery query, ContentHash hash) {
        GpuWish gpu = query.gpu();
        Template template = query.template();
        hash.addText(query.provider())
                .addText(gpu == null ? null : gpu.name())
                .addText(query.location())
                .addText(query.country())
                .add(query.minVram())
                .addText(query.maxPrice())
                .addText(query.maxPricePerGpu())
                .add(query.minGpuCount())
                .add(query.maxGpuCount())
                .add(Double.doubleToLongBits(query.minReliability()))
                .add(Double.doubleToLongBits(query.minAvailabilityConfidence()))
                .addText(query.minCuda())
                .addText(query.interruptible())
                .addText(template == null ? null : template.id())
                .addText(query.order());
    }
}

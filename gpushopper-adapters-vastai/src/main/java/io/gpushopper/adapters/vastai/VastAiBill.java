package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceBill;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ProviderException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the charges of some days (docs/PROVIDERS.md, Vast.ai: billing), told whole or not at all. Confined to one walk.
 *
 * <pre>
 * {"success":true,"count":1,"total":1,"next_token":null,"results":[{"start":1775001000,"end":1775008200,"type":"instance",
 *  "source":"instance-36877001","amount":0.791,"metadata":{"label":"gpushop-…"},
 *  "items":[{"type":"gpu","amount":0.76},{"type":"disk","amount":0.025},{"type":"bwd","amount":0.006}]}]}
 * </pre>
 */
final class VastAiBill {
    // 100 a page: ten thousand lines.
    private static final int MAX_PAGES = 100;
    private static final Pattern SOURCE = Pattern.compile("instance-([0-9]{1,18})");
    // Amounts are rounded to three places.
    private static final BigDecimal ROUNDING = new BigDecimal("0.0005");
    // Finer than any rounding, and within what can be booked.
    private static final int PLACES = 9;

    private final VastAiApi api;
    private final ApiClient client;
    private final CostPeriod period;
    private final Map<InstanceId, InstanceBill> bills = new LinkedHashMap<>();
    private int rows;

    VastAiBill(VastAiApi api, ApiClient client, CostPeriod period) {
        this.api = api;
        this.client = client;
        this.period = period;
    }

    ProviderBill walk() {
        String token = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            JsonFields body = page(token);
            token = body.text("next_token").orElse(null);
            if (token == null) {
                if (rows < body.integer("total").orElse(rows)) {
                    throw malformed("fewer charges than it counts");
                }
                return new ProviderBill.Told(List.copyOf(bills.values()));
            }
        }
        throw malformed("more than " + MAX_PAGES + " pages");
    }

    private JsonFields page(@Nullable String token) {
        JsonFields body = client.call(api.charges(period, token))
                .json()
                .filter(VastAiBill::hasKnownShape)
                .orElseThrow(() -> malformed("a page of unknown shape"));
        for (JsonFields row : body.at("results").elements()) {
            rows++;
            InstanceBill bill = bill(row);
            bills.merge(bill.instance(), bill, InstanceBill::plus);
        }
        return body;
    }

    private static boolean hasKnownShape(JsonFields body) {
        boolean tokenTold = body.isNull("next_token") || body.text("next_token").isPresent();
        return body.at("results").isArray() && tokenTold;
    }

    private static InstanceBill bill(JsonFields row) {
        Matcher source = SOURCE.matcher(row.text("source").orElse(""));
        Optional<BigDecimal> amount = row.decimal("amount");
        if (!source.matches() || amount.isEmpty()) {
            throw malformed("a charge without its instance or its amount");
        }
        List<JsonFields> items = row.at("items").elements();
        BigDecimal off = ROUNDING.multiply(BigDecimal.valueOf(1L + items.size()));
        boolean told = !items.isEmpty()
                && sum(items, null).subtract(amount.get()).abs().compareTo(off) <= 0;
        return new InstanceBill(
                new InstanceId(VastAiProviderFactory.ID, source.group(1)),
                row.at("metadata").text("label").orElse(""),
                accrued(amount.get()),
                told
                        ? Map.of(
                                ChargeKind.COMPUTE,
                                accrued(sum(items, "gpu")),
                                ChargeKind.STORAGE,
                                accrued(sum(items, "disk")))
                        : Map.of(),
                accrued(ROUNDING));
    }

    /** The items of one type; of every type when it is null. */
    private static BigDecimal sum(List<JsonFields> items, @Nullable String type) {
        return items.stream()
                .filter(item ->
                        type == null || item.text("type").filter(type::equals).isPresent())
                .map(item -> item.decimal("amount").orElse(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Accrued accrued(BigDecimal dollars) {
        return Accrued.of(new Usd(dollars.setScale(PLACES, RoundingMode.HALF_EVEN)));
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(VastAiProviderFactory.ID, ErrorKind.MALFORMED, "bill brought " + what);
    }
}

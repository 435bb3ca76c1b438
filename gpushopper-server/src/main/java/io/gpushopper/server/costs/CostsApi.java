package io.gpushopper.server.costs;

import io.gpushopper.sdk.wire.BillReconciliationJson;
import io.gpushopper.sdk.wire.CostsJson;
import io.gpushopper.sdk.wire.InstanceReconciliationJson;
import io.gpushopper.sdk.wire.ProviderReconciliationJson;
import io.gpushopper.sdk.wire.SessionCostJson;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.ResourceDescription;
import io.gpushopper.server.openapi.Rule;

/** Tells what {@link CostsResource} serves. */
public final class CostsApi {
    private static final String BAD = "a parameter breaks a rule";
    private static final String FAULT = "a fault of the server, of which the request's id is all that is told";
    private static final Rule DATE = Rule.of("format", "date");

    private CostsApi() {}

    /** Adds the operations and their types. */
    public static void describeTo(ApiDescription api) {
        ResourceDescription resource = api.resource(CostsResource.class, "Costs", "What was charged, in US dollars.");
        resource.operation("get", "What sessions cost")
                .about("Without dates and period: this calendar month, or a session's whole life. Days are UTC.")
                .text("consumer_id", "of this consumer only", Rule.length(1, 128))
                .text("session_id", "of this session only: the answer is a `SessionCost`")
                .text("start_date", "the first day; left out: the first of the month of `end_date`", DATE)
                .text("end_date", "the last day; left out: the last of the month of `start_date`", DATE)
                .text("period", "today, or this month; not with dates", Rule.words("daily", "monthly"))
                .answer(200, "the sums, or as `text/csv` the lines of the ledger", CostsJson.class)
                .answer(200, "", SessionCostJson.class)
                .answerAs(200, "", "text/csv")
                .error(400, BAD)
                .error(404, "there is no such session")
                .error(500, FAULT);
        resource.operation("summary", "What sessions cost this month")
                .text("consumer_id", "of this consumer only", Rule.length(1, 128))
                .answer(200, "the sums", CostsJson.class)
                .error(400, BAD)
                .error(500, FAULT);
        resource.operation("reconciliation", "The books against the bills of the providers")
                .about(
                        "Each provider is asked for its bill, which may take a while, and nothing is changed. Without dates and"
                                + " period: this calendar month. Days are UTC. For the tokens of admins.")
                .text("start_date", "the first day; left out: the first of the month of `end_date`", DATE)
                .text("end_date", "the last day; left out: the last of the month of `start_date`", DATE)
                .text("period", "today, or this month; not with dates", Rule.words("daily", "monthly"))
                .answer(200, "what each provider billed, and what was booked", BillReconciliationJson.class)
                .error(400, BAD)
                .error(403, "the token is no admin's")
                .error(500, FAULT);
        Rule sum = Rule.atLeast(0);
        api.type(CostsJson.class, "What sessions cost in a time. Each of the splits adds up to the total exactly.")
                .field("consumer_id", "whose costs they are; empty for everybody's")
                .field("total_cost", "in all", sum)
                .field("currency", "`USD`")
                .field("session_count", "sessions that were charged for anything", Rule.atLeast(0))
                .field("hours_used", "how long they had a machine that was charged", sum)
                .field("period_start", "the first day", DATE)
                .field("period_end", "the last day; what runs has run up to now", DATE)
                .field("compute_cost", "for machines", sum)
                .field("storage_cost", "for disks", sum)
                .field("by_provider", "the total by provider")
                .field("by_gpu_type", "the total by GPU")
                .field("by_day", "the total by day")
                .field("by_consumer", "the total by consumer");
        api.type(BillReconciliationJson.class, "The books held against the bills of the providers.")
                .field("currency", "`USD`")
                .field("period_start", "the first day", DATE)
                .field("period_end", "the last day", DATE)
                .field("providers", "each that is configured");
        api.type(
                        ProviderReconciliationJson.class,
                        "One provider. Sums are of what is settled, and left out unless it was compared.")
                .field("provider", "which")
                .field(
                        "status",
                        "`unsupported` where the provider can't be asked",
                        Rule.words("compared", "unsupported", "failed"))
                .field("reason", "why it failed")
                .field("booked", "what the books say")
                .field("billed", "what the provider says")
                .field("difference", "billed, less booked")
                .field("share", "the difference as a share of what was billed")
                .field("warning", "whether that is more than 1 %, and more than the provider's rounding")
                .field("instances", "those in the books, and those on the bill that carry one of our tags");
        api.type(InstanceReconciliationJson.class, "One instance in the books and on the bill.")
                .field("instance_id", "the provider's id")
                .field("session_id", "whose it is")
                .field("settled", "whether the bill has all of it: it ended at least 36 hours ago")
                .field("booked", "what the books say, corrections included")
                .field("corrected", "of that, by corrections")
                .field("billed", "what the provider says; left out when it is not on the bill")
                .field("difference", "billed, less booked");
        api.type(SessionCostJson.class, "What one session cost.")
                .field("session_id", "which")
                .field("total_cost", "in all, up to now while it runs", sum)
                .field("currency", "`USD`")
                .field("compute_cost", "for the machine", sum)
                .field("storage_cost", "for the disk", sum)
                .field("hours_used", "how long it had a machine that was charged", sum)
                .field("period_start", "the first day that counts; left out when its whole life does", DATE)
                .field("period_end", "the last day that counts, likewise", DATE);
    }
}

package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.BillReconciliationJson;
import io.gpushopper.sdk.wire.CostsJson;
import io.gpushopper.sdk.wire.SessionCostJson;

/** What was charged. Thread-safe. All methods throw the exceptions of {@code io.gpushopper.sdk.errors}. */
public final class CostsClient {
    private static final String PATH = "/api/v1/costs";

    private final ApiCalls calls;

    CostsClient(ApiCalls calls) {
        this.calls = calls;
    }

    /** The costs that match, split in several ways. */
    public CostsJson get(CostQuery query) {
        return calls.read(calls.requireSuccess(calls.get(PATH, query.query())), CostsJson.class);
    }

    /** The costs of this calendar month, of everybody whom the token may see. */
    public CostsJson monthlySummary() {
        return calls.read(calls.requireSuccess(calls.get(PATH + "/summary", Query.NONE)), CostsJson.class);
    }

    /** The costs of this calendar month of one consumer. */
    public CostsJson monthlySummary(String consumerId) {
        Query query = Query.NONE.with("consumer_id", consumerId);
        return calls.read(calls.requireSuccess(calls.get(PATH + "/summary", query)), CostsJson.class);
    }

    /**
     * What one session was charged in its whole life, up to now.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if there is none
     */
    public SessionCostJson ofSession(String sessionId) {
        return calls.read(calls.requireSuccess(calls.get(PATH, ofOne(sessionId))), SessionCostJson.class);
    }

    /** The lines of the books that match, as CSV (RFC 4180) with a line of names first. */
    public String csv(CostQuery query) {
        return calls.requireSuccess(calls.getText(PATH, query.query(), "text/csv"))
                .body();
    }

    /**
     * The lines of one session's books, as CSV (RFC 4180) with a line of names first.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if there is none
     */
    public String csvOfSession(String sessionId) {
        return calls.requireSuccess(calls.getText(PATH, ofOne(sessionId), "text/csv"))
                .body();
    }

    /**
     * The books held against what the providers say that they charged, instance by instance; for the tokens of admins. The providers are asked
     * for it, which may take a while. Without dates: this calendar month.
     *
     * @param days which; its consumer must be left open
     * @throws io.gpushopper.sdk.errors.ForbiddenException if the token is no admin's
     */
    public BillReconciliationJson reconciliation(CostQuery days) {
        return calls.read(
                calls.requireSuccess(calls.get(PATH + "/reconciliation", days.query())), BillReconciliationJson.class);
    }

    private static Query ofOne(String sessionId) {
        return Query.NONE.with("session_id", sessionId);
    }
}

package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.TemplateJson;
import io.gpushopper.sdk.wire.TemplatesJson;

/** What sessions can begin with. Thread-safe. All methods throw the exceptions of {@code io.gpushopper.sdk.errors}. */
public final class TemplatesClient {
    private static final String PATH = "/api/v1/templates";

    private final ApiCalls calls;

    TemplatesClient(ApiCalls calls) {
        this.calls = calls;
    }

    /** The templates that providers recommend, by name. */
    public TemplatesJson list() {
        return list(Query.NONE);
    }

    /** Those of one provider; none where there is no such thing. */
    public TemplatesJson list(String provider) {
        return list(Query.NONE.with("provider", provider));
    }

    /**
     * One template, recommended or not.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if there is none
     */
    public TemplateJson get(String hashId) {
        HttpAnswer answer = calls.get(PATH + "/" + Ids.segment(hashId, "hashId"), Query.NONE);
        return calls.read(calls.requireSuccess(answer), TemplateJson.class);
    }

    private TemplatesJson list(Query query) {
        return calls.read(calls.requireSuccess(calls.get(PATH, query)), TemplatesJson.class);
    }
}

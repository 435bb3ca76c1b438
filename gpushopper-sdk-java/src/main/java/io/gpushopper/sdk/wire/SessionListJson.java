package io.gpushopper.sdk.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/v1/sessions}, newest first. Immutable.
 *
 * <pre>{@code
 * {"sessions": [...], "count": 5, "total": 12, "next_page_token": "..."}
 * }</pre>
 *
 * @param sessions never null
 * @param count how many are on this page
 * @param total how many match
 * @param nextPageToken asks for the next page; absent on the last
 */
public record SessionListJson(
        List<SessionJson> sessions,
        int count,
        @Nullable Integer total,
        @Nullable String nextPageToken) {
    public SessionListJson {
        sessions = Copies.list(sessions);
    }
}

package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionListJson;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The sessions of a list, asked for page by page. Confined to one thread. */
final class SessionPages implements Iterator<SessionJson> {
    private final ApiCalls calls;
    private final String path;
    private @Nullable Query following;
    private Iterator<SessionJson> page = Collections.emptyIterator();

    SessionPages(ApiCalls calls, String path, Query first) {
        this.calls = calls;
        this.path = path;
        this.following = first;
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && following != null) {
            SessionListJson list = calls.read(calls.requireSuccess(calls.get(path, following)), SessionListJson.class);
            page = list.sessions().iterator();
            String token = list.nextPageToken();
            // A page token names a place; what was passed over before it is passed over already.
            following = token == null
                    ? null
                    : following.without("page_token").without("offset").with("page_token", token);
        }
        return page.hasNext();
    }

    @Override
    public SessionJson next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the list is over");
        }
        return page.next();
    }
}

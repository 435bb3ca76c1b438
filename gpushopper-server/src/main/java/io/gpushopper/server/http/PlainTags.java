package io.gpushopper.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes the {@code --gzip} off that Jetty puts into the tag of an answer that it compresses. Our tags are weak, and so the same
 * however an answer is coded (RFC 9110, 8.8.1). Thread-safe.
 */
public final class PlainTags extends Handler.Wrapper {
    /** Around everything that may compress. */
    public PlainTags(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new PlainlyTagged(request, response), callback);
    }

    private static final class PlainlyTagged extends Response.Wrapper {
        PlainlyTagged(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            String tag = isCommitted() ? null : getHeaders().get(HttpHeader.ETAG);
            if (tag != null) {
                getHeaders().put(HttpHeader.ETAG, CompressedContentFormat.GZIP.stripSuffixes(tag));
            }
            super.write(last, content, callback);
        }
    }
}

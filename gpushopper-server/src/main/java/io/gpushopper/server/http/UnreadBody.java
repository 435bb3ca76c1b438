package io.gpushopper.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Says so when an answer ends its connection. Jetty closes one whose request was answered before all of its body had come, since it can't
 * know when the rest comes; a client that isn't told sends its next request into nothing. Thread-safe.
 */
public final class UnreadBody extends Handler.Wrapper {
    /** Around everything that may answer before it has read. */
    public UnreadBody(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new ClosingResponse(request, response), callback);
    }

    private static final class ClosingResponse extends Response.Wrapper {
        ClosingResponse(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            // What has come is dropped; only what is still to come ends the connection.
            if (!isCommitted() && !getRequest().consumeAvailable()) {
                getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            super.write(last, content, callback);
        }
    }
}

package io.gpushopper.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Notices answers that can't be written, because the client is not there any more. Jersey only logs that, and leaves the exchange open.
 * Thread-safe.
 */
public final class LostAnswers extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String CARED_FOR = LostAnswers.class.getName();

    /**
     * Has the work done if the answer to the request can't be written to its connection. That it was written does not say that anybody
     * read it.
     */
    public static void onLost(HttpServletRequest request, Runnable work) {
        request.setAttribute(CARED_FOR, work);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new Watched(request, response));
    }

    private static void lost(HttpServletRequest request) {
        if (request.getAttribute(CARED_FOR) instanceof Runnable work) {
            request.removeAttribute(CARED_FOR);
            work.run();
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    private static final class Watched extends HttpServletResponseWrapper {
        private final HttpServletRequest request;

        Watched(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return new WatchedStream(request, super.getOutputStream());
        }
    }

    private static final class WatchedStream extends ServletOutputStream {
        private final HttpServletRequest request;
        private final ServletOutputStream stream;

        WatchedStream(HttpServletRequest request, ServletOutputStream stream) {
            this.request = request;
            this.stream = stream;
        }

        @Override
        public void write(int octet) throws IOException {
            attempt(() -> stream.write(octet));
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            attempt(() -> stream.write(octets, from, length));
        }

        @Override
        public void flush() throws IOException {
            attempt(stream::flush);
        }

        @Override
        public void close() throws IOException {
            attempt(stream::close);
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            stream.setWriteListener(listener);
        }

        private void attempt(Write write) throws IOException {
            try {
                write.now();
            } catch (IOException gone) {
                lost(request);
                throw gone;
            }
        }
    }

    private interface Write {
        void now() throws IOException;
    }
}

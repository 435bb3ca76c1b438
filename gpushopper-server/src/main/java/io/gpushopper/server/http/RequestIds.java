package io.gpushopper.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gives every request an id, or keeps the one that it came with: in its answer, in its log lines, and for whoever else handles
 * it. Thread-safe.
 */
public final class RequestIds extends HttpFilter {
    /** The header that carries it, in both directions. */
    public static final String HEADER = "X-Request-ID";
    /** The key of the log context, and of the request's attribute. */
    public static final String KEY = "request_id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = orNew(request.getHeader(HEADER));
        request.setAttribute(KEY, id);
        response.setHeader(HEADER, id);
        MDC.put(KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(KEY);
        }
    }

    /** The id that was given if it is one, else a new one. */
    static String orNew(@Nullable String given) {
        return given != null && FORM.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }
}

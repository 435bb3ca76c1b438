package io.gpushopper.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** Notices answers that can't be written, because the client is not there any more. */
public final class LostAnswers {
    private LostAnswers() {}

    /**
     * Has the work done if the answer to the request can't be written to its connection. That it was written does not say that anybody
     * read it.
     */
    public static void onLost(HttpServletRequest request, Runnable work) {
        Request.addCompletionListener(ServletContextRequest.getServletContextRequest(request), failure -> {
            if (failure != null) {
                work.run();
            }
        });
    }
}

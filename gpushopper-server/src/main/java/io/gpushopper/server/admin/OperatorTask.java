package io.gpushopper.server.admin;

import io.gpushopper.domain.deployment.ClaimRefusedException;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.StoreException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing that an operator may ask for: {@code POST /tasks/<name>}, answered with lines for people. It stands beside Dropwizard's own
 * tasks, and other than they does it tell a mistake (400) and a refusal (409) from a failure (500). Thread-safe.
 */
abstract class OperatorTask extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(OperatorTask.class);

    private final String name;
    private final Set<String> parameters;

    OperatorTask(String name, String... parameters) {
        this.name = name;
        this.parameters = new TreeSet<>(List.of(parameters));
    }

    /** The path below the admin port's root. */
    final String path() {
        return "/tasks/" + name;
    }

    /**
     * Does it.
     *
     * @return lines to be shown
     * @throws BadTaskException when a parameter is wrong
     */
    abstract List<String> run(TaskParameters parameters);

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("Origin") != null) {
            answer(response, HttpServletResponse.SC_FORBIDDEN, List.of("a web page has nothing to do here"));
            return;
        }
        try {
            answer(response, HttpServletResponse.SC_OK, run(known(new TaskParameters(request.getParameterMap()))));
        } catch (BadTaskException wrong) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, List.of(String.valueOf(wrong.getMessage())));
        } catch (ClaimRefusedException refused) {
            answer(response, HttpServletResponse.SC_CONFLICT, List.of(String.valueOf(refused.getMessage())));
        } catch (ProviderException provider) {
            LOG.warn("{} could not be done by a provider", path(), provider);
            answer(
                    response,
                    HttpServletResponse.SC_BAD_GATEWAY,
                    List.of("a provider failed: " + provider.getMessage()));
        } catch (StoreException store) {
            LOG.error("{} could not be done by the store", path(), store);
            answer(
                    response,
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    List.of("the store failed; the log says more"));
        }
    }

    private TaskParameters known(TaskParameters given) {
        List<String> unknown = new ArrayList<>(given.names());
        unknown.removeAll(parameters);
        if (!unknown.isEmpty()) {
            String takes =
                    parameters.isEmpty() ? "no parameters" : parameters.stream().collect(Collectors.joining(", "));
            throw new BadTaskException(path() + " takes " + takes + ", and not " + unknown.get(0));
        }
        return given;
    }

    private static void answer(HttpServletResponse response, int status, List<String> lines) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}

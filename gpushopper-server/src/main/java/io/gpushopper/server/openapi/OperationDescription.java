package io.gpushopper.server.openapi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one operation takes and answers. What all operations of its kind have in common is added by the document: the request's id,
 * 401 where it
 * is not open, 406 where an answer has a media type, and for a body 400, 413 and 415. Confined to one thread.
 */
public final class OperationDescription {
    /** A parameter of the query or a header of the request. */
    record Parameter(String name, String in, Map<String, Object> type, Described described) {}

    /** What may come back with one status. */
    static final class Answer {
        private final String about;
        private final Map<String, List<Class<? extends Record>>> content = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();

        Answer(String about) {
            this.about = about;
        }

        String about() {
            return about;
        }

        /** By media type, any of these types; none for a text. */
        Map<String, List<Class<? extends Record>>> content() {
            return content;
        }

        Map<String, String> headers() {
            return headers;
        }
    }

    static final String JSON = "application/json";
    private static final Map<String, Object> TEXT = Map.of("type", "string");

    private final Endpoint endpoint;
    private final String summary;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<Integer, Answer> answers = new TreeMap<>();
    private final Map<Integer, String> errors = new TreeMap<>();
    private String about = "";
    private boolean open;
    private @Nullable Class<? extends Record> body;

    OperationDescription(Endpoint endpoint, String summary) {
        this.endpoint = endpoint;
        this.summary = requireNonNull(summary, "summary");
    }

    /** No token is needed for it, also where tokens are configured. */
    public OperationDescription open() {
        open = true;
        return this;
    }

    /** More than the summary says. */
    public OperationDescription about(String text) {
        about = text;
        return this;
    }

    /** A text in the query. */
    public OperationDescription text(String name, String parameterAbout, Rule... rules) {
        return query(name, TEXT, parameterAbout, rules);
    }

    /** A text in the query that may be given several times with different values. */
    public OperationDescription texts(String name, String parameterAbout, Rule... rules) {
        Map<String, Object> items = new LinkedHashMap<>(TEXT);
        items.putAll(Rule.all(rules));
        return query(name, Map.of("type", "array", "items", items), parameterAbout);
    }

    /** A whole number in the query. */
    public OperationDescription integer(String name, String parameterAbout, Rule... rules) {
        return query(name, Map.of("type", "integer", "format", "int32"), parameterAbout, rules);
    }

    /** A number in the query. */
    public OperationDescription number(String name, String parameterAbout, Rule... rules) {
        return query(name, Map.of("type", "number"), parameterAbout, rules);
    }

    /** {@code true} or {@code false} in the query. */
    public OperationDescription flag(String name, String parameterAbout, Rule... rules) {
        return query(name, Map.of("type", "boolean"), parameterAbout, rules);
    }

    /** A header of the request. */
    public OperationDescription header(String name, String headerAbout, Rule... rules) {
        parameters.add(new Parameter(name, "header", TEXT, new Described(headerAbout, rules)));
        return this;
    }

    /** The JSON that it takes. */
    public OperationDescription body(Class<? extends Record> type) {
        body = type;
        return this;
    }

    /** An answer of that type; said again, of either. */
    public OperationDescription answer(int status, String answerAbout, Class<? extends Record> type) {
        contentOf(status, answerAbout, JSON).add(type);
        return this;
    }

    /** An answer without a body. */
    public OperationDescription answer(int status, String answerAbout) {
        answerOf(status, answerAbout);
        return this;
    }

    /** An answer in text of that media type. */
    public OperationDescription answerAs(int status, String answerAbout, String mediaType) {
        contentOf(status, answerAbout, mediaType);
        return this;
    }

    /** A header of the answer with that status, which it always has. */
    public OperationDescription answerHeader(int status, String name, String headerAbout) {
        requireNonNull(answers.get(status), "no such answer").headers().put(name, headerAbout);
        return this;
    }

    /** An answer in the shape of errors. */
    public OperationDescription error(int status, String when) {
        errors.put(status, when);
        return this;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String summary() {
        return summary;
    }

    String about() {
        return about;
    }

    boolean isOpen() {
        return open;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Map<Integer, Answer> answers() {
        return answers;
    }

    /** The whole of what may go wrong, by status. */
    Map<Integer, String> errors() {
        Map<Integer, String> all = new TreeMap<>();
        if (!open) {
            all.put(401, "tokens are configured, and the request has none, or one that is not known");
        }
        if (endpoint.negotiates()) {
            all.put(406, "`Accept` asks for a media type that there is none of");
        }
        if (body != null) {
            all.put(400, "the body breaks rules; `details` names each of them");
            all.put(413, "the body is over 1 MiB");
            all.put(415, "the body is not `application/json`");
        }
        all.putAll(errors);
        return all;
    }

    @Nullable
    Class<? extends Record> body() {
        return body;
    }

    private OperationDescription query(String name, Map<String, Object> type, String parameterAbout, Rule... rules) {
        parameters.add(new Parameter(name, "query", type, new Described(parameterAbout, rules)));
        return this;
    }

    private List<Class<? extends Record>> contentOf(int status, String answerAbout, String mediaType) {
        return answerOf(status, answerAbout).content().computeIfAbsent(mediaType, type -> new ArrayList<>());
    }

    private Answer answerOf(int status, String answerAbout) {
        return answers.computeIfAbsent(status, key -> new Answer(answerAbout));
    }
}

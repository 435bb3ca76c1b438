package io.gpushopper.server.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes the document as one page for people: no script, nothing from elsewhere, every text of the document escaped. It is
 * well-formed XML too, so that a test can read it without a browser. Confined to one thread.
 */
final class ApiPage {
    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 1rem;
              color: #1c2430; background: #fff; }
            h2 { border-bottom: 1px solid #ccd3dc; margin-top: 3rem; }
            h3 { margin-top: 2rem; }
            code, pre { font: .9rem ui-monospace, monospace; background: #f2f5f8; overflow-wrap: anywhere; }
            pre { padding: .6rem; overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
            td, th { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #e4e9ee; }
            nav a { margin-right: 1rem; }
            .later { color: #8a4b00; }
            @media (prefers-color-scheme: dark) {
              body { color: #dde4ec; background: #12161c; } code, pre { background: #1d242d; } a { color: #7db4ff; }
              td, th, h2 { border-color: #333d49; } .later { color: #ffb45e; }
            }
            """;

    /** What a browser may do for the page: take its one style sheet, and nothing else. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> RULES = rules();

    private final JsonNode document;
    private final String root;
    private final StringBuilder html = new StringBuilder(100_000);

    private ApiPage(JsonNode document, String root) {
        this.document = document;
        this.root = root;
    }

    /**
     * The whole page, of an OpenAPI document as {@link OpenApiDocument} makes them.
     *
     * @param root where the document itself is served, seen from the page, such as {@code ../}; empty when beside it
     */
    static String of(JsonNode document, String root) {
        return new ApiPage(document, root).whole();
    }

    private String whole() {
        String title = escaped(document.at("/info/title").asText());
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>")
                .append(title)
                .append("</title><meta name=\"viewport\" content=\"width=device-width\"/><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(title)
                .append("</h1>\n");
        for (String paragraph : document.at("/info/description").asText().split("\n\n", -1)) {
            paragraph(paragraph);
        }
        html.append("<p>For programs: <a href=\"")
                .append(root)
                .append("openapi.json\">openapi.json</a>, <a href=\"")
                .append(root)
                .append("openapi.yaml\">openapi.yaml</a></p>\n<nav>");
        document.path("tags").forEach(tag -> {
            String name = escaped(tag.path("name").asText());
            html.append("<a href=\"#tag-")
                    .append(name)
                    .append("\">")
                    .append(name)
                    .append("</a> ");
        });
        html.append("<a href=\"#types\">Types</a></nav>\n");
        document.path("tags").forEach(this::tag);
        html.append("<h2 id=\"types\">Types</h2>\n");
        document.at("/components/schemas").properties().forEach(type -> type(type.getKey(), type.getValue()));
        return html.append("</body></html>\n").toString();
    }

    private void tag(JsonNode tag) {
        String name = tag.path("name").asText();
        html.append("<h2 id=\"tag-").append(escaped(name)).append("\">").append(escaped(name));
        html.append("</h2>\n");
        paragraph(tag.path("description").asText());
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method ->
                                method.getValue().path("tags").path(0).asText().equals(name))
                        .forEach(method -> operation(path.getKey(), method.getKey(), method.getValue())));
    }

    private void operation(String path, String method, JsonNode operation) {
        html.append("<h3 id=\"").append(escaped(operation.path("operationId").asText()));
        html.append("\"><code>").append(escaped(method.toUpperCase(Locale.ROOT) + " " + path));
        html.append("</code> ")
                .append(prose(operation.path("summary").asText()))
                .append("</h3>\n");
        if (operation.has("description")) {
            paragraph(operation.path("description").asText());
        }
        if (!operation.has("security")) {
            paragraph("Needs no token.");
        }
        html.append("<table><tr><th>Takes</th><th></th><th>Type</th><th></th></tr>\n");
        for (JsonNode given : operation.path("parameters")) {
            JsonNode parameter = resolved(given);
            String where =
                    parameter.path("in").asText() + (parameter.path("required").asBoolean() ? ", required" : "");
            row(parameter.path("name").asText(), where, parameter.path("schema"), parameter);
        }
        html.append("</table>\n");
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        if (!body.isMissingNode()) {
            html.append("<p>Body: ").append(shape(body)).append("</p>\n");
            examples(resolved(body));
        }
        html.append("<table><tr><th>Answers</th><th>With</th><th>When</th></tr>\n");
        operation.path("responses").properties().forEach(answer -> answer(answer.getKey(), answer.getValue()));
        html.append("</table>\n");
    }

    private void answer(String status, JsonNode answer) {
        StringJoiner content = new StringJoiner(", ");
        answer.path("content").properties().forEach(one -> {
            JsonNode schema = one.getValue().path("schema");
            // Of a text there is nothing to say but which kind.
            content.add(schema.has("type") ? "<code>" + escaped(one.getKey()) + "</code>" : shape(schema));
        });
        html.append("<tr><td>").append(escaped(status)).append("</td><td>").append(content);
        html.append("</td><td>").append(prose(answer.path("description").asText()));
        answer.path("headers").properties().forEach(header -> {
            JsonNode described = resolved(header.getValue());
            html.append("<br/><code>").append(escaped(header.getKey())).append("</code>: ");
            html.append(prose(described.path("description").asText()));
        });
        html.append("</td></tr>\n");
    }

    private void type(String name, JsonNode type) {
        html.append("<h3 id=\"type-").append(escaped(name)).append("\">").append(escaped(name));
        html.append("</h3>\n");
        paragraph(type.path("description").asText());
        if (!type.has("properties")) {
            html.append("<p>").append(shape(type)).append("</p>\n");
            return;
        }
        html.append("<table><tr><th>Field</th><th></th><th>Type</th><th></th></tr>\n");
        type.path("properties").properties().forEach(field -> {
            boolean always = false;
            for (JsonNode required : type.path("required")) {
                always |= required.asText().equals(field.getKey());
            }
            row(field.getKey(), always ? "always" : "", field.getValue(), field.getValue());
        });
        html.append("</table>\n");
        examples(type);
    }

    private void row(String name, String where, JsonNode schema, JsonNode described) {
        html.append("<tr><td><code>").append(escaped(name)).append("</code></td><td>");
        html.append(escaped(where)).append("</td><td>").append(shape(schema)).append("</td><td>");
        html.append(prose(described.path("description").asText()));
        if (schema.path(Rule.NOT_YET).asBoolean()) {
            html.append(" <span class=\"later\">Refused by this server so far.</span>");
        }
        html.append("</td></tr>\n");
    }

    private void examples(JsonNode type) {
        for (JsonNode example : type.path("examples")) {
            html.append("<pre>").append(escaped(example.toPrettyString())).append("</pre>\n");
        }
    }

    private void paragraph(String text) {
        html.append("<p>").append(prose(text)).append("</p>\n");
    }

    /** The type in a few words, with what it keeps to. */
    private String shape(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = escaped(schema.path("$ref").asText().replaceFirst(".*/", ""));
            return "<a href=\"#type-" + name + "\">" + name + "</a>";
        }
        StringJoiner either = new StringJoiner(" or ");
        schema.path("anyOf").forEach(one -> either.add(shape(one)));
        StringJoiner words = new StringJoiner(" ").add(either.toString());
        JsonNode type = schema.path("type");
        words.add(escaped(type.isArray() ? type.path(0).asText() : type.asText()));
        for (String inner : new String[] {"items", "additionalProperties"}) {
            if (schema.has(inner)) {
                words.add("of " + shape(schema.path(inner)));
            }
        }
        RULES.forEach((keyword, word) -> {
            if (schema.has(keyword)) {
                words.add(word + " <code>" + escaped(schema.path(keyword).asText()) + "</code>");
            }
        });
        StringJoiner oneOf = new StringJoiner(", ", ": ", "").setEmptyValue("");
        schema.path("enum").forEach(word -> {
            if (!word.isNull()) {
                oneOf.add("<code>" + escaped(word.asText()) + "</code>");
            }
        });
        if (!schema.has("properties")) {
            schema.path("examples").forEach(one -> words.add("such as <code>" + escaped(one.asText()) + "</code>"));
        }
        return words.toString().strip() + oneOf;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** Escaped text, where words between backticks stand as code. */
    private static String prose(String text) {
        return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("format", "as");
        rules.put("minimum", "at least");
        rules.put("maximum", "at most");
        rules.put("minLength", "no shorter than");
        rules.put("maxLength", "no longer than");
        rules.put("pattern", "that matches");
        rules.put("default", "usually");
        return rules;
    }

    private static String digest(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}

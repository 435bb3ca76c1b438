package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.OpenApiResource;
import io.gpushopper.server.openapi.Rule;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The page of the API for people: all of it, from this server alone, and nothing in it that a browser would run. */
final class DocsPageTest {
    private static final String HOSTILE =
            "<script>alert(1)</script><img src='//evil.example/x' onerror='x'/>\" onload=\"x\" &amp; <b>'";
    private static final Set<String> OWN_PAGES = Set.of("openapi.json", "openapi.yaml");

    private static final UriInfo AT_DOCS = (UriInfo) Proxy.newProxyInstance(
            UriInfo.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (proxy, method, arguments) -> "docs");

    private static Api api;
    private static Api.Answer page;
    private static Document parsed;

    @BeforeAll
    static void askForThePage() {
        api = Api.on(FakeParts.withoutProviders());
        page = api.get("/docs", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        parsed = parse(page.text());
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    static List<DescribedApi.Operation> operations() {
        return DescribedApi.operations();
    }

    @Test
    void isHtmlOfWhichNothingMayRun() throws GeneralSecurityException {
        String style = elements(parsed, "style").get(0).getTextContent();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'sha256-" + hash
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertHarmless(parsed);
    }

    @Test
    void pointsToNothingButItselfAndTheDescription() {
        List<String> ids = attributes(parsed, "id");

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(attributes(parsed, "href")).isNotEmpty().allSatisfy(href -> {
            if (!OWN_PAGES.contains(href)) {
                assertThat(href).startsWith("#");
                assertThat(ids).contains(href.substring(1));
            }
        });
        for (String own : OWN_PAGES) {
            assertThat(api.get(URI.create("/docs").resolve(own).toString()).status())
                    .isEqualTo(200);
        }
        assertThat(page.text()).doesNotContain("http:", "https:", "//", "url(", "@import");
    }

    @Test
    void isTheSamePageWithASlashAtItsEnd() {
        Api.Answer below = api.get("/docs/", "Accept", "text/html");

        assertThat(below.text().replace("\"../openapi.", "\"openapi.")).isEqualTo(page.text());
        for (String own : OWN_PAGES) {
            assertThat(below.text()).contains("\"../" + own + "\"");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void showsAllOfTheOperation(DescribedApi.Operation operation) {
        String section = section(operation.described().path("operationId").asText());

        assertThat(section).startsWith(operation + " " + plain(operation.described(), "summary"));
        operation.parameters().forEach(parameter -> {
            assertThat(section).contains(parameter.path("name").asText()).contains(plain(parameter, "description"));
            assertRules(section, parameter.path("schema"));
        });
        operation.described().path("responses").properties().forEach(answer -> {
            assertThat(section).contains(answer.getKey()).contains(plain(answer.getValue(), "description"));
            answer.getValue()
                    .path("headers")
                    .fieldNames()
                    .forEachRemaining(header -> assertThat(section).contains(header));
        });
        if (!operation.body().isMissingNode()) {
            assertThat(section)
                    .contains(operation.body().path("examples").get(0).toPrettyString());
        }
    }

    @Test
    void showsEveryTypeWithItsFieldsAndRules() {
        DescribedApi.whole().at("/components/schemas").properties().forEach(type -> {
            String section = section("type-" + type.getKey());
            assertThat(section).contains(plain(type.getValue(), "description"));
            assertRules(section, type.getValue());
            type.getValue().path("properties").properties().forEach(field -> {
                assertThat(section).contains(field.getKey()).contains(plain(field.getValue(), "description"));
                assertRules(section, field.getValue());
                assertRules(section, field.getValue().path("items"));
            });
        });
    }

    @Test
    void takesMarkupInADescriptionForText() {
        ApiDescription hostile = new ApiDescription();
        hostile.resource(OpenApiResource.class, HOSTILE, HOSTILE)
                .operation("json", HOSTILE)
                .about(HOSTILE)
                .text(HOSTILE, HOSTILE, Rule.pattern(HOSTILE), Rule.words(HOSTILE), Rule.example(HOSTILE))
                .body(Bait.class)
                .answer(200, HOSTILE, Bait.class)
                .answerHeader(200, HOSTILE, HOSTILE)
                .answerAs(201, HOSTILE, HOSTILE)
                .error(400, HOSTILE);
        Map<String, String> example = new LinkedHashMap<>();
        example.put("field", HOSTILE);
        hostile.request(Bait.class, HOSTILE)
                .field("field", HOSTILE, Rule.usually(HOSTILE), Rule.words(HOSTILE))
                .example(new ObjectMapper().valueToTree(example).toString());

        Document document;
        try (Response answer = new OpenApiResource(() -> hostile).page(AT_DOCS)) {
            document = parse(new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8));
        }

        assertHarmless(document);
        assertThat(document.getDocumentElement().getTextContent().split(Pattern.quote(HOSTILE), -1))
                .hasSizeGreaterThan(16);
    }

    /** A type whose every word is hostile. */
    record Bait(String field) {}

    /** Markup that nobody minds, and of attributes those that say what a thing is or where a link leads. */
    private static void assertHarmless(Document document) {
        assertThat(elements(document, "*")).allSatisfy(element -> {
            assertThat(element.getTagName())
                    .isIn(
                            "html", "head", "meta", "title", "style", "body", "nav", "h1", "h2", "h3", "p", "a", "code",
                            "pre", "span", "table", "tr", "th", "td", "br");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName())
                        .isIn("lang", "charset", "name", "content", "id", "href", "class");
            }
        });
        assertThat(attributes(document, "href"))
                .allSatisfy(href -> assertThat(href.startsWith("#") || OWN_PAGES.contains(href))
                        .isTrue());
    }

    private static void assertRules(String section, JsonNode schema) {
        for (String rule : List.of("minimum", "maximum", "minLength", "maxLength", "pattern", "default", "format")) {
            if (schema.has(rule)) {
                assertThat(section).as(rule).contains(schema.path(rule).asText());
            }
        }
        schema.path("enum").forEach(word -> assertThat(section).contains(word.isNull() ? "" : word.asText()));
        if (schema.path("x-not-yet").asBoolean()) {
            assertThat(section).contains("Refused by this server so far.");
        }
    }

    /** The text from the heading with that id to the next heading. */
    private static String section(String id) {
        Node heading = elements(parsed, "h3").stream()
                .filter(element -> element.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page has no " + id));
        StringBuilder text = new StringBuilder(heading.getTextContent());
        for (Node next = heading.getNextSibling();
                next != null && !next.getNodeName().toLowerCase(Locale.ROOT).matches("h[23]");
                next = next.getNextSibling()) {
            text.append(next.getTextContent());
        }
        return text.toString();
    }

    private static String plain(JsonNode described, String field) {
        return described.path(field).asText().replace("`", "");
    }

    private static List<String> attributes(Document document, String name) {
        return elements(document, "*").stream()
                .map(element -> element.getAttributeNode(name))
                .filter(attribute -> attribute != null)
                .map(Attr::getValue)
                .toList();
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Document parse(String html) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception broken) {
            throw new AssertionError("the page is not well-formed", broken);
        }
    }
}

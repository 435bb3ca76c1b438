package io.gpushopper.server.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gpushopper.sdk.wire.WireJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The description for programs and, at {@code /docs}, for people, made when somebody first asks for it. Thread-safe. */
@Path("/")
public final class OpenApiResource {
    private static final String YAML = "application/yaml";
    private static final String POLICY = "Content-Security-Policy";

    private final Supplier<ApiDescription> description;
    private volatile @Nullable Texts texts;

    public OpenApiResource(Supplier<ApiDescription> description) {
        this.description = description;
    }

    /** Tells of itself, as every feature does. */
    public static void describeTo(ApiDescription api) {
        ResourceDescription resource = api.resource(OpenApiResource.class, "Description", "What you are reading.");
        resource.operation("json", "This description as JSON")
                .open()
                .answerAs(200, "OpenAPI 3.1", MediaType.APPLICATION_JSON);
        resource.operation("yaml", "This description as YAML").open().answerAs(200, "OpenAPI 3.1", YAML);
        resource.operation("page", "This description as a page for people")
                .open()
                .answerAs(200, "a page that needs neither scripts nor anything from elsewhere", MediaType.TEXT_HTML)
                .answerHeader(200, POLICY, "lets a browser use the page's own style sheet and nothing else");
    }

    @GET
    @Path("openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] json() {
        return texts().json();
    }

    @GET
    @Path("openapi.yaml")
    @Produces(YAML)
    public byte[] yaml() {
        return texts().yaml();
    }

    @GET
    @Path("docs")
    @Produces(MediaType.TEXT_HTML + ";charset=utf-8")
    public Response page(@Context UriInfo uri) {
        Texts made = texts();
        return Response.ok(uri.getPath().endsWith("/") ? made.pageBelow() : made.page())
                .header(POLICY, ApiPage.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** Two who ask at the same time may both make the same. */
    private Texts texts() {
        Texts made = texts;
        if (made == null) {
            made = Texts.of(OpenApiDocument.of(description.get()));
            texts = made;
        }
        return made;
    }

    /** Immutable by custom: nobody writes to the bytes. */
    private static final class Texts {
        private final byte[] json;
        private final byte[] yaml;
        private final byte[] page;
        private final byte[] pageBelow;

        private Texts(byte[] json, byte[] yaml, byte[] page, byte[] pageBelow) {
            this.json = json;
            this.yaml = yaml;
            this.page = page;
            this.pageBelow = pageBelow;
        }

        static Texts of(ObjectNode document) {
            ObjectMapper yaml = YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .build();
            try {
                return new Texts(
                        WireJson.mapper()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(document)
                                .getBytes(UTF_8),
                        yaml.writeValueAsBytes(document),
                        ApiPage.of(document, "").getBytes(UTF_8),
                        ApiPage.of(document, "../").getBytes(UTF_8));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("a tree could not be written", impossible);
            }
        }

        byte[] json() {
            return json;
        }

        byte[] yaml() {
            return yaml;
        }

        byte[] page() {
            return page;
        }

        /** The page at an address with a slash at its end, from which links lead one level down. */
        byte[] pageBelow() {
            return pageBelow;
        }
    }
}

package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BadInputTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final FakeParts parts = new FakeParts();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "min_vram=abc | min_vram | invalid min_vram: must be a valid integer, got \"abc\"",
                "min_vram=1.5 | min_vram | invalid min_vram: must be a valid integer, got \"1.5\"",
                "min_vram=99999999999 | min_vram | invalid min_vram: must be a valid integer, got \"99999999999\"",
                "min_vram=-1 | min_vram | min_vram must be at least 0",
                "gpu_count=-1 | gpu_count | gpu_count must be at least 0",
                "max_price=NaN | max_price | invalid max_price: must be a valid number, got \"NaN\"",
                "max_price=Infinity | max_price | invalid max_price: must be a valid number, got \"Infinity\"",
                "max_price=1e999 | max_price | invalid max_price: must be a valid number, got \"1e999\"",
                "max_price=-0.1 | max_price | max_price must be at least 0",
                "max_price_per_gpu=-Infinity | max_price_per_gpu | invalid max_price_per_gpu: must be a valid number, got \"-Infinity\"",
                "gpu_count_exact=0 | gpu_count_exact | gpu_count_exact must be at least 1",
                "max_gpu_count=two | max_gpu_count | invalid max_gpu_count: must be a valid integer, got \"two\"",
                "min_cuda=12.4.1 | min_cuda | invalid min_cuda: must be a version such as 12.4, got \"12.4.1\"",
                "country=USA | country | invalid country: must be two letters such as US, got \"USA\"",
                "interruptible=yes | interruptible | invalid interruptible: must be true or false, got \"yes\"",
                "sort=name | sort | invalid sort: must be one of price, -price, price_per_gpu, reliability, vram, got \"name\"",
                "min_reliability=1.01 | min_reliability | min_reliability must be at most 1",
                "min_availability_confidence=x | min_availability_confidence | invalid min_availability_confidence: must be a valid number, got \"x\"",
                "limit=0 | limit | limit must be at least 1",
                "offset=-1 | offset | offset must be at least 0",
                "limit=1&limit=2 | limit | invalid limit: it is given with two different values, got \"1\", \"2\"",
                "provider=lambda | provider | invalid provider: must be one of vastai, got \"lambda\"",
                "provider=tensordock | provider | invalid provider: must be one of vastai, got \"tensordock\"",
            })
    void refusesAParameterOfTheInventoryAndNamesIt(String query, String field, String message) {
        Api.Answer answer = api.get("/api/v1/inventory?" + query);

        assertError(answer, 400, "invalid_request");
        assertThat(answer.json().path("error").asText()).isEqualTo(message);
        assertThat(answer.json().path("details").get(0).path("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?limit=1&limit=1",
                "?gpu_type=rtx_4090&min_vram=24&max_price=0.412",
                "?colour=red",
                "?sort=price",
                "?provider="
            })
    void takesWhatMakesSenseAndIgnoresWhatItDoesNotKnow(String query) {
        assertThat(api.get("/api/v1/inventory" + query).json().path("total").asInt())
                .isPositive();
    }

    @Test
    void namesEveryBrokenParameterOfTheInventoryAtOnce() {
        Api.Answer answer = api.get("/api/v1/inventory?limit=0&offset=x&sort=up&min_vram=-1&provider=lambda"
                + "&max_price=NaN&max_price=1e999&min_cuda=new&country=1&interruptible=maybe&gpu_type=A100");

        assertError(answer, 400, "invalid_request");
        List<String> fields = new ArrayList<>();
        answer.json()
                .path("details")
                .forEach(detail -> fields.add(detail.path("field").asText()));
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "limit",
                        "offset",
                        "sort",
                        "min_vram",
                        "provider",
                        "max_price",
                        "min_cuda",
                        "country",
                        "interruptible");
        assertThat(answer.json().path("error").asText().split("; ")).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=gone",
                "provider=lambda",
                "limit=0",
                "limit=x",
                "consumer_id=a&consumer_id=b",
                "created_after=yesterday",
                "created_before=2026-01-29",
                "page_token=bm90IG91cnM",
                "page_token=%20",
                "offset=-1"
            })
    void refusesAParameterOfTheSessionList(String query) {
        assertError(api.get(SESSIONS + "?" + query), 400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"reservation_hours\": 13 | reservation_hours must be at most 12",
                "\"reservation_hours\": 0 | reservation_hours must be at least 1",
                "\"reservation_hours\": \"2\" | invalid reservation_hours: must be a valid integer, got \"2\"",
                "\"reservation_hours\": 2.5 | invalid reservation_hours: must be a valid integer, got \"2.5\"",
                "\"reservation_hours\": null | reservation_hours is required",
                "\"consumer_id\": \"\" | consumer_id is required",
                "\"consumer_id\": 5 | invalid consumer_id: must be a text, got \"5\"",
                "\"consumer_id\": \"a\\u0007\" | consumer_id must be 1 to 128 characters without control characters",
                "\"offer_id\": [] | invalid offer_id: must be a text, got \"a list\"",
                "\"workload_type\": \"mining\" | invalid workload_type: must be one of llm, training, batch, llm_vllm, llm_tgi, interactive, inference, ssh, benchmark, got \"mining\"",
                "\"idle_threshold_minutes\": -1 | idle_threshold_minutes must be at least 0",
                "\"storage_policy\": \"keep\" | invalid storage_policy: must be one of destroy, preserve, got \"keep\"",
                "\"launch_mode\": \"vnc\" | invalid launch_mode: must be one of ssh, entrypoint, got \"vnc\"",
                "\"model_id\": \"m\" | model_id needs launch_mode entrypoint: nobody logs in where a model is served",
                "\"quantization\": \"awq\" | quantization needs model_id",
                "\"disk_gb\": 9 | disk_gb must be from 10 to 2048",
                "\"disk_gb\": 2049 | disk_gb must be from 10 to 2048",
                "\"ssh_timeout_minutes\": 31 | ssh_timeout_minutes must be from 1 to 30",
                "\"boot_timeout_minutes\": 0 | boot_timeout_minutes must be from 1 to 120",
                "\"docker_image\": \"a b\" | invalid docker_image: must be the name of an image of at most 1024 characters, got \"a b\"",
                "\"exposed_ports\": [8000, 8000] | exposed_ports must be at most 16 different ports from 1 to 65535, without 22, which is always open",
                "\"exposed_ports\": [22] | exposed_ports must be at most 16 different ports from 1 to 65535, without 22, which is always open",
                "\"exposed_ports\": [65536] | exposed_ports must be at most 16 different ports from 1 to 65535, without 22, which is always open",
                "\"env\": {\"1A\": \"x\"} | invalid env: a name is at most 128 letters, digits and _, and begins with no digit, got \"1A\"",
                "\"env\": {\"GPUSHOPPER_SESSION_TOKEN\": \"x\"} | invalid env: names that begin with GPUSHOPPER_ are reserved, got \"GPUSHOPPER_SESSION_TOKEN\"",
                "\"env\": {\"TOKEN\": \"se\\ncret\"} | env: the value of TOKEN must be at most 4096 characters without control characters",
                "\"ssh_public_key\": \"ssh-ed25519 AAAA\" | ssh_public_key must be one line of ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256, -384 or -521, its base64 and an optional comment, as a file id_*.pub holds it",
                "\"max_price_per_hour\": 1000000 | max_price_per_hour must be US dollars above 0 and below 1000000, with at most 6 places",
                "\"max_retries\": 6, \"auto_retry\": false | max_retries must be from 0 to 5",
                "\"max_retries\": 2 | max_retries needs auto_retry",
                "\"retry_scope\": \"any\" | retry_scope needs auto_retry",
                "\"retry_scope\": \"none\" | invalid retry_scope: must be one of same_gpu, same_vram, any, got \"none\"",
                "\"preserve_hours\": 72 | preserve_hours needs storage_policy preserve",
                "\"preserve_hours\": 721 | preserve_hours must be from 1 to 720",
                "\"name\": \"a\\u0007\" | name must be at most 128 characters without control characters",
                "\"tags\": {\"\": \"x\"} | tags must be at most 32 names of 1 to 64 characters with values of at most 256, without control characters",
                "\"auto_retry\": \"yes\" | invalid auto_retry: must be true or false, got \"yes\"",
                "\"env\": {\"TOKEN\": 5} | invalid env: must be an object of texts, got \"an object\"",
                "\"disk_gb\": 50, \"disk_gb\": 50 | disk_gb must be given once, and so must each name in it",
                "\"env\": {\"TOKEN\": \"a\", \"TOKEN\": \"b\"} | env must be given once, and so must each name in it",
                "\"disk_gb\": 50, \"disk_\\u0067b\": 60 | disk_gb must be given once, and so must each name in it",
                "\"colour\": {\"a\": [{\"b\": 1, \"b\": 2}]} | colour must be given once, and so must each name in it",
            })
    void refusesAFieldOfACreateAndNamesIt(String field, String message) {
        Api.Answer answer = api.post(SESSIONS, bodyWith(field));

        assertError(answer, 400, "invalid_request");
        assertThat(answer.json().path("error").asText()).isEqualTo(message);
    }

    @Test
    void namesEveryBrokenRuleOfABodyAtOnce() {
        Api.Answer answer = api.post(
                SESSIONS,
                "{\"offer_id\": 7, \"workload_type\": \"mining\", \"reservation_hours\": 99, \"model_id\": \"m\"}");

        assertError(answer, 400, "invalid_request");
        List<String> fields = new ArrayList<>();
        answer.json()
                .path("details")
                .forEach(detail -> fields.add(detail.path("field").asText()));
        assertThat(fields).containsExactly("offer_id", "consumer_id", "workload_type", "reservation_hours", "model_id");
        assertThat(answer.json().path("error").asText().split("; ")).hasSize(5);
        assertThat(parts.market.rentals()).isEmpty();
    }

    @Test
    void takesFieldsThatAskForNothingAndFieldsThatNobodyKnows() {
        String nothing = "\"storage_policy\": \"destroy\", \"launch_mode\": \"ssh\", \"docker_image\": \"\","
                + " \"exposed_ports\": [], \"env\": {}, \"auto_retry\": false, \"max_retries\": 0,"
                + " \"tags\": null, \"colour\": \"red\", \"reservation_hours\": 99";

        Api.Answer answer = api.post(SESSIONS, bodyWith(nothing));

        assertThat(answer.json().path("error").asText()).isEqualTo("reservation_hours must be at most 12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | additional_hours is required",
                "{\"additional_hours\": 13} | additional_hours must be at most 12",
                "{\"additional_hours\": true} | invalid additional_hours: must be a valid integer, got \"true\"",
                "[] | the body must be a JSON object"
            })
    void refusesTheBodyOfAnExtension(String body, String message) {
        Api.Answer answer = api.post(SESSIONS + "/sess-aaaaaaaaaaaaaaaa/extend", body);

        assertError(answer, 400, "invalid_request");
        assertThat(answer.json().path("error").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "nonsense", "{\"a\": 1} 2", "[1]", "null", "\"text\""})
    void refusesABodyThatIsNoJsonObject(String body) {
        assertError(api.post(SESSIONS, body), 400, "invalid_request");
    }

    @Test
    void refusesABodyOverOneMebibyteWhetherItTellsItsLengthOrNot() throws IOException {
        String large = "{\"consumer_id\": \"" + "a".repeat(1 << 20) + "\"}";

        assertError(api.post(SESSIONS, large), 413, "payload_too_large");
        String answer = raw("POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"error_type\":\"payload_too_large\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /nowhere | 404 | not_found | no such path: /nowhere",
                "GET | /api/v1/inventory/vastai-0 | 404 | not_found | offer not found: vastai-0",
                "GET | /api/v1/sessions/sess-x | 404 | not_found | session not found: sess-x",
                "GET | /api/v1/sessions/sess-aaaaaaaaaaaaaaaa | 404 | not_found | session not found: sess-aaaaaaaaaaaaaaaa",
                "DELETE | /api/v1/sessions/sess-aaaaaaaaaaaaaaaa | 404 | not_found | session not found: sess-aaaaaaaaaaaaaaaa",
                "POST | /api/v1/sessions/sess-aaaaaaaaaaaaaaaa/done | 404 | not_found | session not found: sess-aaaaaaaaaaaaaaaa",
                "GET | /api/v1/sessions/sess-aaaaaaaaaaaaaaaa/diagnostics | 404 | not_found | session not found: sess-aaaaaaaaaaaaaaaa",
                "PUT | /api/v1/sessions | 405 | method_not_allowed | the path has no such method",
                "DELETE | /health | 405 | method_not_allowed | the path has no such method",
                "TRACE | /api/v1/inventory | 405 | method_not_allowed | the path has no such method",
            })
    void answersWhatIsNotThereInTheOneShape(String method, String path, int status, String type, String message) {
        Api.Answer answer = api.send(method, path, null);

        assertError(answer, status, type);
        assertThat(answer.json().path("error").asText()).isEqualTo(message);
        assertThat(answer.header("Allow") != null).isEqualTo(status == 405);
    }

    @Test
    void refusesMediaTypesThatItDoesNotSpeak() {
        assertError(api.post(SESSIONS, "{}", "Content-Type", "text/plain"), 415, "unsupported_media_type");
        assertError(api.get("/api/v1/inventory", "Accept", "text/html"), 406, "not_acceptable");
    }

    @Test
    void reflectsNoMoreThanIsSafe() {
        String nasty = "<script>\u0007" + "x".repeat(300);

        Api.Answer answer = api.get("/api/v1/inventory?min_vram=" + URLEncoder.encode(nasty, StandardCharsets.UTF_8));

        assertError(answer, 400, "invalid_request");
        assertThat(answer.json().path("error").asText())
                .isEqualTo("invalid min_vram: must be a valid integer, got \"script" + "x".repeat(122) + "\"");
    }

    @Test
    void keepsAGoodRequestIdAndReplacesABadOne() {
        assertThat(api.get("/health", "X-Request-ID", "my.id_1-A").header("X-Request-ID"))
                .isEqualTo("my.id_1-A");
        assertThat(api.get("/nowhere", "X-Request-ID", "my id").header("X-Request-ID"))
                .matches("[0-9a-f-]{36}");
        Api.Answer failed = api.get("/nowhere", "X-Request-ID", "kept");
        assertThat(failed.json().path("request_id").asText()).isEqualTo("kept");
        assertThat(failed.header("X-Request-ID")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/inventory/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/inventory/a%2Fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/inventory?limit=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/../x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "FROB /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            })
    void answersARequestThatIsNotHttpInTheOneShape(String request) throws IOException {
        String answer = raw(request);

        assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d .*");
        assertThat(answer).containsIgnoringCase("X-Request-ID: ").contains("{\"error\":\"", "\"request_id\":\"");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).doesNotContain("<html", "Exception", "jetty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"consumer_id\": \"a\\u0000b\"} | consumer_id must be text without NUL characters and halves of surrogate pairs",
                "{\"consumer_id\": \"a\\ud800\"} | consumer_id must be text without NUL characters and halves of surrogate pairs",
                "{\"env\": {\"A\": \"\\u0000\"}} | env must be text without NUL characters and halves of surrogate pairs",
                "{\"env\": {\"\\udfff\": \"a\"}} | env must be text without NUL characters and halves of surrogate pairs",
                "{\"max_price_per_hour\": 1e999999999} | invalid max_price_per_hour: must be a valid number, got \"a number of too many places\"",
                "{\"max_price_per_hour\": 1e-999} | invalid max_price_per_hour: must be a valid number, got \"a number of too many places\"",
                "{\"consumer_id\": \"\u00ff\"} | the body must be text in UTF-8",
                "{\"consumer_id\": \"\u00c0\u00af\"} | the body must be text in UTF-8",
            })
    void refusesABodyThatNoStoreWouldTake(String body, String message) throws IOException {
        String answer = raw("POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 400").contains(message.replace("\"", "\\\""));
    }

    @Test
    void refusesABodyThatIsNotCompressedAsItSays() throws IOException {
        String answer =
                raw("POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: gzip\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 8\r\n\r\nnot gzip");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("the body is not compressed as its Content-Encoding says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=%zz", "consumer_id=%", "consumer_id=%2", "x=%ff%fe", "x=%c0%af", "%00%80=1"})
    void refusesAQueryThatCantBeDecoded(String query) throws IOException {
        String answer = raw("GET /api/v1/sessions?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("the query can't be decoded");
    }

    @Test
    void saysWhichHttpItSpeaks() throws IOException {
        assertThat(raw("GET /health HTTP/9.9\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 505")
                .contains("\"error_type\":\"invalid_request\"");
        assertThat(raw("GET /health HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("X-Request-ID: ");
        assertThat(raw("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 405");
    }

    @Test
    void refusesHeadersThatAreTooLargeInTheOneShape() throws IOException {
        String answer = raw(
                "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431").contains("\"error_type\":\"invalid_request\"");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A body that is right but for these fields, which take the place of those of their names. */
    private static String bodyWith(String fields) {
        String others = Stream.of(
                        "\"consumer_id\": \"me\"",
                        "\"offer_id\": \"vastai-0\"",
                        "\"workload_type\": \"llm\"",
                        "\"reservation_hours\": 1")
                .filter(field -> !fields.contains(field.substring(0, field.indexOf(':'))))
                .map(field -> field + ", ")
                .collect(Collectors.joining());
        return "{" + others + fields + "}";
    }

    private static void assertError(Api.Answer answer, int status, String type) {
        JsonNode body = answer.json();
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(body.path("error_type").asText()).isEqualTo(type);
        assertThat(body.path("error").asText()).isNotBlank();
        assertThat(body.path("request_id").asText()).isEqualTo(answer.header("X-Request-ID"));
    }
}

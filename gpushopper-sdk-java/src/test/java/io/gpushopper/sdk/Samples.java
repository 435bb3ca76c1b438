package io.gpushopper.sdk;

/** The answers of the API's reference. */
final class Samples {
    static final String OFFER = """
            {"id":"vastai-12345","provider":"vastai","provider_id":"12345","gpu_type":"RTX 4090","gpu_count":1,
             "vram_gb":24,"price_per_hour":0.45,"location":"US-West","reliability":0.98,"available":true,
             "max_duration_hours":0,"fetched_at":"2026-01-29T12:00:00Z"}""";

    static final String PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEsecret\n-----END RSA PRIVATE KEY-----\n";

    private Samples() {}

    static String session(String status) {
        return """
            {"id":"sess-abc123","consumer_id":"my-application","provider":"vastai","gpu_type":"RTX 4090","gpu_count":1,
             "status":"%s","ssh_host":"192.168.1.100","ssh_port":22,"ssh_user":"root","workload_type":"llm",
             "reservation_hours":2,"price_per_hour":0.45,"created_at":"2026-01-29T12:00:00Z",
             "expires_at":"2026-01-29T14:00:00Z"}""".formatted(status);
    }

    static String failedSession(String errorType) {
        return session("failed")
                .replace("\"llm\"", "\"llm\",\"error\":\"it broke\",\"error_type\":\"" + errorType + "\"");
    }

    static String created() {
        return "{\"session\":" + session("provisioning") + ",\"ssh_private_key\":\"" + PEM.replace("\n", "\\n") + "\"}";
    }

    static String error(String errorType) {
        return "{\"error\":\"no\",\"error_type\":\"" + errorType + "\",\"request_id\":\"r-1\"}";
    }
}

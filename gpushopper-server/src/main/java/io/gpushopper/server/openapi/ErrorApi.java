package io.gpushopper.server.openapi;

import io.gpushopper.sdk.wire.ErrorJson;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.FieldErrorJson;

/** Tells the one shape of errors. */
final class ErrorApi {
    private ErrorApi() {}

    static void describeTo(ApiDescription api) {
        api.type(ErrorJson.class, "The body of every answer that is not a success.")
                .field("error", "what went wrong, for people")
                .field("error_type", "what went wrong, for programs", Rule.always())
                .field("offer_id", "the offer that is gone")
                .field("provider", "the provider that it came from")
                .field("session_id", "the session that stands in the way, or that failed")
                .field("retry_suggested", "whether it makes sense to try again")
                .field("retry_after_seconds", "when it makes sense to ask again", Rule.atLeast(1))
                .field("price_per_hour", "with `price_changed`: the price now, in US dollars", Rule.atLeast(0))
                .field("max_price_per_hour", "with `price_changed`: the price allowed, in US dollars", Rule.atLeast(0))
                .field("details", "each rule of the request that is broken")
                .field("message", "what to do about it")
                .field("request_id", "the same as the answer's `X-Request-ID`", Rule.always())
                .example("{\"error\": \"session not found: sess-x\", \"error_type\": \"not_found\","
                        + " \"request_id\": \"3c9f4d9e-0a68-4a38-93c8-5c1fd5a3c4ba\"}");
        api.type(FieldErrorJson.class, "A rule that a request breaks.")
                .field("field", "the JSON field or the parameter")
                .field("message", "its name, the rule and the value");
        api.type(ErrorType.class, "What went wrong, of a call or of a session, in one word.");
    }
}

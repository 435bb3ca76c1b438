package io.gpushopper.server.sessions;

import io.gpushopper.sdk.wire.ExtendRequest;
import io.gpushopper.server.http.JsonBody;
import io.gpushopper.server.http.Problems;
import java.io.InputStream;
import java.time.Duration;

/** Reads the body of an extension. */
final class ExtendBody {
    private static final String FIELD = "additional_hours";

    private ExtendBody() {}

    /**
     * By how much to extend.
     *
     * @throws io.gpushopper.server.http.RefusedException when it breaks a rule
     */
    static Duration read(InputStream body) {
        Problems problems = new Problems();
        Integer hours = JsonBody.read(body, ExtendRequest.class, problems).additionalHours();
        new HourRule(FIELD).check(hours, problems);
        problems.refuseAny();
        return Duration.ofHours(hours == null ? 0 : hours);
    }
}

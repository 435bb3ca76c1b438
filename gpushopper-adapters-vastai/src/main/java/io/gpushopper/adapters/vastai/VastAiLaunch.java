package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiExchange;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LaunchOutcome.Launched;
import io.gpushopper.domain.session.LaunchOutcome.Rejected;
import io.gpushopper.domain.session.LaunchOutcome.Unknown;
import io.gpushopper.ports.LaunchRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a purchase says, and what its answer tells (docs/PROVIDERS.md, Vast.ai: purchase). A refusal may name an instance, which then
 * exists and bills. Whatever is neither a success that names one nor a refusal of a known kind leaves it open. Immutable.
 */
final class VastAiLaunch {
    // User variables reach logins only by /etc/environment, and logins land in tmux without the file.
    private static final String ON_START = "touch ~/.no_auto_tmux; env >> /etc/environment";
    private static final Set<ErrorKind> DEFINITE = EnumSet.of(
            ErrorKind.OFFER_GONE,
            ErrorKind.INSUFFICIENT_FUNDS,
            ErrorKind.UNAUTHORIZED,
            ErrorKind.RATE_LIMITED,
            ErrorKind.INVALID_REQUEST);

    private VastAiLaunch() {}

    /**
     * The body of the purchase. It has no price: with one it would be a bid. And it asks to be refused rather than queued: a queued
     * instance starts, and bills, whenever it pleases.
     */
    static ObjectNode order(LaunchRequest request, String image) {
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("client_id", "me")
                .put("image", image)
                .put("disk", request.diskGb())
                .put("label", request.tag().text())
                .put("runtype", LaunchTerms.parse(request.launchTerms()).text())
                .put("onstart", ON_START)
                .put("cancel_unavail", true)
                .put("target_state", "running");
        order.putObject("env").put("TZ", "UTC");
        return order;
    }

    static LaunchOutcome outcome(ApiExchange exchange) {
        return exchange.match(
                answered -> afterAnswer(answered.answer(), Optional.ofNullable(answered.failure())),
                notSent ->
                        new Rejected(notSent.failure().kind(), notSent.failure().message(), null),
                lost -> new Unknown(lost.failure().message()));
    }

    private static LaunchOutcome afterAnswer(ApiAnswer answer, Optional<ApiFailure> failure) {
        Optional<InstanceId> created = answer.json()
                .flatMap(body -> body.text("new_contract"))
                .filter(id -> VastAiApi.isNumber(id) && !id.matches("0+"))
                .map(id -> new InstanceId(VastAiProviderFactory.ID, id));
        boolean succeeded = answer.isOk()
                && answer.json().flatMap(body -> body.flag("success")).orElse(false);
        if (created.isPresent()) {
            return succeeded
                    ? new Launched(created.get())
                    : new Rejected(
                            failure.map(ApiFailure::kind).orElse(ErrorKind.MALFORMED),
                            failure.map(ApiFailure::message).orElse("create brought an instance and no success"),
                            created.get());
        }
        if (failure.isPresent() && DEFINITE.contains(failure.get().kind()) && answer.status() < 500) {
            return new Rejected(failure.get().kind(), failure.get().message(), null);
        }
        return new Unknown(failure.map(ApiFailure::message).orElse("create brought a success without an instance"));
    }
}

package io.gpushopper.server.inventory;

import io.gpushopper.application.CostEstimate;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.InventoryPage;
import io.gpushopper.application.InventorySnapshot;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.EstimateJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import io.gpushopper.server.http.ErrorAnswer;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/inventory}. Thread-safe. */
@Path("/api/v1/inventory")
@Produces(MediaType.APPLICATION_JSON)
public final class InventoryResource {
    private static final Duration AGAIN = Duration.ofSeconds(10);
    /** Vast.ai shows a page in 6 s; within this one provider or another has shown something. */
    private static final Duration FIRST_OFFERS_WAIT = Duration.ofSeconds(10);

    /** The HTTP API knows no smaller disk. */
    private static final int LEAST_DISK_GB = 10;

    private static final BigDecimal MINUTES_PER_HOUR = BigDecimal.valueOf(60);

    private final GpuShopper shopper;
    private final OfferFragments ready;

    public InventoryResource(GpuShopper shopper) {
        this.shopper = shopper;
        this.ready = new OfferFragments(shopper.inventory());
    }

    @GET
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) throws InterruptedException {
        Problems problems = new Problems();
        QueryParameters parameters = QueryParameters.of(uri, problems);
        OfferQuery query = OfferParameters.query(parameters, problems, shopper);
        int offset = orElse(parameters.integer("offset", 0), 0);
        int limit = orElse(parameters.integer("limit", 1), Integer.MAX_VALUE);
        problems.refuseAny();
        requireOffers();
        InventoryPage page = shopper.offers(query, offset, limit);
        InventoryAnswer answer = InventoryAnswer.of(page, ready);
        return ConditionalGet.answer(headers, answer.tag(query, offset, limit), answer::body);
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id, @Context HttpHeaders headers) throws InterruptedException {
        requireOffers();
        InventorySnapshot shown = shopper.inventory();
        Offer offer = shown(shown, id);
        OfferFragment fragment = ready.of(shown, List.of(offer)).get(0);
        return ConditionalGet.answer(
                headers, new ContentHash().add(fragment.digest()).weakTag(), fragment::json);
    }

    @GET
    @Path("{id}/compatible-templates")
    public TemplatesJson compatibleTemplates(@PathParam("id") String id) throws InterruptedException {
        requireOffers();
        return TemplateView.list(shopper.compatibleTemplates(shown(shopper.inventory(), id)));
    }

    @GET
    @Path("{id}/estimate")
    public EstimateJson estimate(@PathParam("id") String id, @Context UriInfo uri) throws InterruptedException {
        Problems problems = new Problems();
        QueryParameters parameters = QueryParameters.of(uri, problems);
        Integer hours = parameters.integer("hours", 1);
        Integer diskGb = parameters.integer("disk_gb", LEAST_DISK_GB);
        problems.refuseAny();
        requireOffers();
        OfferId offer = OfferId.parse(id).orElseThrow(() -> new NotFoundException("offer", id));
        CostEstimate estimate = shopper.estimate(offer, Duration.ofHours(orElse(hours, 1)), diskGb);
        return new EstimateJson(
                id,
                (int) estimate.reservation().toHours(),
                estimate.offer().diskGb(),
                estimate.price().amount(),
                estimate.cost().shown(),
                hours(estimate.longest()),
                estimate.costAtMost().shown(),
                "USD");
    }

    private static Offer shown(InventorySnapshot inventory, String id) {
        return OfferId.parse(id).flatMap(inventory::find).orElseThrow(() -> new NotFoundException("offer", id));
    }

    private static BigDecimal hours(Duration time) {
        return BigDecimal.valueOf(time.toMinutes()).divide(MINUTES_PER_HOUR, 2, RoundingMode.DOWN);
    }

    /** Right after the start it waits for the first offers; from then on never. */
    private void requireOffers() throws InterruptedException {
        if (shopper.isInventoryKnown() || shopper.providers().isEmpty() || isShownInTime()) {
            return;
        }
        throw ErrorAnswer.of(503, ErrorType.PROVIDER_UNAVAILABLE, "no provider has shown its offers yet")
                .retryAfter(AGAIN)
                .asException();
    }

    private boolean isShownInTime() throws InterruptedException {
        try {
            return shopper.firstOffers().toCompletableFuture().get(FIRST_OFFERS_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    || shopper.isInventoryKnown();
        } catch (TimeoutException tooLong) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for offers never fails", impossible);
        }
    }

    private static int orElse(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}

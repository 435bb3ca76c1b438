package io.gpushopper.server.inventory;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.InventoryPage;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.server.http.ErrorAnswer;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/v1/inventory}. Thread-safe. */
@Path("/api/v1/inventory")
@Produces(MediaType.APPLICATION_JSON)
public final class InventoryResource {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final GpuShopper shopper;

    public InventoryResource(GpuShopper shopper) {
        this.shopper = shopper;
    }

    @GET
    public InventoryJson list(@Context UriInfo uri) {
        Problems problems = new Problems();
        QueryParameters parameters = QueryParameters.of(uri, problems);
        OfferQuery query = OfferParameters.query(parameters, problems, configured());
        Integer offset = parameters.integer("offset", 0);
        Integer limit = parameters.integer("limit", 1);
        problems.refuseAny();
        InventoryPage page =
                shopper.offers(query, offset == null ? 0 : offset, limit == null ? Integer.MAX_VALUE : limit);
        if (!page.warnings().isEmpty() && !shopper.isInventoryKnown()) {
            throw ErrorAnswer.of(503, ErrorType.PROVIDER_UNAVAILABLE, "no provider has shown its offers yet")
                    .retryAfter(AGAIN)
                    .asException();
        }
        return OfferView.page(page);
    }

    @GET
    @Path("{id}")
    public OfferJson get(@PathParam("id") String id) {
        return OfferId.parse(id)
                .flatMap(shopper::findOffer)
                .map(OfferView::offer)
                .orElseThrow(() -> new NotFoundException("offer", id));
    }

    private Set<String> configured() {
        Set<String> names = new TreeSet<>();
        shopper.providers().keySet().stream().map(ProviderId::value).forEach(names::add);
        return names;
    }
}

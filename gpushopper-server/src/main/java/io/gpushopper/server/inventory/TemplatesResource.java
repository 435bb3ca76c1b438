package io.gpushopper.server.inventory;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.sdk.wire.TemplateJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** {@code /api/v1/templates}. Thread-safe. */
@Path("/api/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
public final class TemplatesResource {
    private final GpuShopper shopper;

    public TemplatesResource(GpuShopper shopper) {
        this.shopper = shopper;
    }

    @GET
    public TemplatesJson list(@Context UriInfo uri) {
        Problems problems = new Problems();
        ProviderId only = OfferParameters.provider(QueryParameters.of(uri, problems), problems, shopper);
        problems.refuseAny();
        return TemplateView.list(shopper.templates(only));
    }

    @GET
    @Path("{hash_id}")
    public TemplateJson get(@PathParam("hash_id") String id) {
        TemplateId wanted = TemplateId.parse(id).orElseThrow(() -> new NotFoundException("template", id));
        return TemplateView.template(shopper.template(wanted));
    }
}

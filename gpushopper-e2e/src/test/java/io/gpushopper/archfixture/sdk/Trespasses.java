package io.gpushopper.archfixture.sdk;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.server.GpuShopperServer;
import org.slf4j.Logger;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesTheDomain(SessionId sessionId) {}

    record UsesTheServer(GpuShopperServer gpuShopperServer) {}

    record UsesAnotherLibrary(Logger logger) {}
}

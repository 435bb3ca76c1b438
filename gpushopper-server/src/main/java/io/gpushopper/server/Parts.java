package io.gpushopper.server;

import io.gpushopper.persistence.PoolUse;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.ports.Threads;
import io.gpushopper.ports.WorkQueue;
import io.gpushopper.server.config.ServerConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the library's ports in this process.
 *
 * @param databaseUp whether the database answers
 * @param queueOnTime whether the work queue looks, and no session is overdue by five minutes
 * @param storePool how the store's connections are used; nothing when it has no pool of its own
 * @param shared what is known of other servers on the store
 * @param closing gives back what the parts hold, once the library is closed
 */
record Parts(
        List<Provider> providers,
        SessionStore sessions,
        CostLedger ledger,
        WorkQueue queue,
        Ownership ownership,
        BooleanSupplier databaseUp,
        BooleanSupplier queueOnTime,
        Supplier<Optional<PoolUse>> storePool,
        SshProbe probe,
        EndpointProbe endpoints,
        KeyMaker keys,
        SharedStore shared,
        Runnable closing) {
    Parts {
        providers = List.copyOf(providers);
    }

    /** Makes them as the configuration says. */
    interface Factory {
        /**
         * The parts, working.
         *
         * @throws io.gpushopper.server.config.StartupException when a setting doesn't do
         */
        Parts make(ServerConfiguration configuration, Metrics metrics);

        /** Where the work of the library runs; null for pools of its own. */
        default @Nullable Threads libraryThreads() {
            return null;
        }
    }
}

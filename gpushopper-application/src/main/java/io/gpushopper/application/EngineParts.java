package io.gpushopper.application;

import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.Rounds;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.ports.WorkQueue;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** What {@link GpuShopper} is built from. */
record EngineParts(
        List<Provider> providers,
        SessionStore sessions,
        CostLedger ledger,
        WorkQueue queue,
        Ownership ownership,
        SshProbe probe,
        EndpointProbe endpoints,
        KeyMaker keys,
        Metrics metrics,
        EngineSettings settings,
        EngineMode mode,
        SpendRules spending,
        InstantSource clock,
        BooleanSupplier sureOfTime,
        Rounds rounds,
        RandomGenerator random) {
    EngineParts {
        providers = List.copyOf(providers);
    }
}

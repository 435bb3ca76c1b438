package io.gpushopper.archfixture.server;

import com.tngtech.archunit.core.domain.JavaClass;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.testkit.FakeProvider;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesTheSimulator(Simulator simulator) {}

    record UsesAFake(FakeProvider fakeProvider) {}

    record UsesAnotherLibrary(JavaClass javaClass) {}
}

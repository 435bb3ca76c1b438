package io.gpushopper.archfixture.adapters.vastai;

/** Public on purpose, where one factory should be all that is. */
public interface AnotherLeak {}

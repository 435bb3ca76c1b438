/**
 * The use cases, and {@code GpuShopper}, the facade that embedders build: inventory, sessions, and the engine that carries out
 * what the domain decides.
 */
@NullMarked
package io.gpushopper.application;

import org.jspecify.annotations.NullMarked;

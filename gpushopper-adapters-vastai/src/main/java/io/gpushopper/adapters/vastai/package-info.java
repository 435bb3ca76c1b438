/**
 * Vast.ai behind the {@code Provider} port. {@code VastAiErrors} says what its refusals mean, {@code VastAiInstances} what an
 * instance's status means, {@code VastAiLaunch} what a purchase brought. Section numbers in comments are those of the wire
 * contract that docs/PROVIDERS.md names.
 */
@NullMarked
package io.gpushopper.adapters.vastai;

import org.jspecify.annotations.NullMarked;

/**
 * The JSON-over-HTTP client that all provider adapters share: {@code ApiClient} sends an {@code ApiCall} in its turn, which a
 * {@code Pacer} gives. What an answer means is the adapter's to say, as an {@code AnswerReader}.
 */
@NullMarked
package io.gpushopper.adapters.http;

import org.jspecify.annotations.NullMarked;

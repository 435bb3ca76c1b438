/** What is for rent: offers, the names and sizes of GPUs, and what a shopper may ask for. */
@NullMarked
package io.gpushopper.domain.offer;

import org.jspecify.annotations.NullMarked;

/** What the core needs from outside, as interfaces; who implements one finds his duties in its Javadoc. */
@NullMarked
package io.gpushopper.ports;

import org.jspecify.annotations.NullMarked;

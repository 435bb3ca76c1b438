/** Stores, migrations and the durable work queue, on embedded H2 and on PostgreSQL. {@link Stores} is the way in. */
@NullMarked
package io.gpushopper.persistence;

import org.jspecify.annotations.NullMarked;

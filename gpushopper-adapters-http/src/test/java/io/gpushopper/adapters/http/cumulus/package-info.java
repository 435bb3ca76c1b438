/**
 * A provider that doesn't exist, added as docs/PROVIDERS.md says: a fake of its service, an adapter, and the contract. It is the
 * shortest example of one.
 */
@NullMarked
package io.gpushopper.adapters.http.cumulus;

import org.jspecify.annotations.NullMarked;

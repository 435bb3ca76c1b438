/** The machine-readable description of the HTTP API: what each feature tells of itself, and the document made of it. */
@NullMarked
package io.gpushopper.server.openapi;

import org.jspecify.annotations.NullMarked;

/** What an operator may set, by file, environment and {@code .env}, and what is wrong with it when something is. */
@NullMarked
package io.gpushopper.server.config;

import org.jspecify.annotations.NullMarked;

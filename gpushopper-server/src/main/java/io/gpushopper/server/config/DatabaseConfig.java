package io.gpushopper.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Where sessions are kept: in a file of our own, or in PostgreSQL when there is a URL.
 *
 * @param path the file, without the ending that the database gives it
 * @param url {@code jdbc:postgresql://host/database}; null for the file
 * @param user who logs in at the URL; null when the URL says so
 * @param password with what; null when none is needed
 */
public record DatabaseConfig(
        @Nullable String path,
        @Nullable String url,
        @Nullable String user,
        @Nullable Secret password) {}

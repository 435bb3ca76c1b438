package io.gpushopper.server.config;

import org.jspecify.annotations.Nullable;

/**
 * With what secrets in the database are encrypted.
 *
 * @param key 32 bytes in Base64; null for the key file that is made at the first start
 */
public record EncryptionConfig(@Nullable Secret key) {}

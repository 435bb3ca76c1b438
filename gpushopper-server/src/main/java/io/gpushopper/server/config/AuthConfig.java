package io.gpushopper.server.config;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the API.
 *
 * @param tokens the tokens that are let in; none for everybody
 * @param metrics who may see {@code /metrics} where there are tokens: anybody ("open"), or admins ("token")
 */
public record AuthConfig(
        @Nullable List<Token> tokens, @NotNull String metrics) {
    public AuthConfig {
        tokens = tokens == null ? List.of() : List.copyOf(tokens);
    }

    /** The tokens that are let in; empty for everybody. */
    @Override
    public List<Token> tokens() {
        return tokens == null ? List.of() : tokens;
    }

    /**
     * One of them, of which only the hash is kept.
     *
     * @param name by which it goes
     * @param sha256 the hash of the token in hexadecimal digits
     * @param role {@code admin} or {@code consumer}
     * @param consumerIds for whom a consumer's token may act
     */
    public record Token(
            @Nullable String name,
            @Nullable Secret sha256,
            @Nullable String role,
            @Nullable List<String> consumerIds) {
        public Token {
            consumerIds = consumerIds == null ? List.of() : List.copyOf(consumerIds);
        }

        /** For whom it may act; empty for an admin's. */
        @Override
        public List<String> consumerIds() {
            return consumerIds == null ? List.of() : consumerIds;
        }
    }
}

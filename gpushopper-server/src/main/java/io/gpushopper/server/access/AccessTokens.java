package io.gpushopper.server.access;

import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.server.config.AuthConfig;
import io.gpushopper.server.config.StartupException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tokens that are let in, of which only the hashes are known. Immutable. */
final class AccessTokens {
    private static final int SHA_256_BYTES = 32;

    private final List<Entry> entries;

    private AccessTokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * The configured ones.
     *
     * @throws StartupException when one makes no sense; the message names its key, and no hash: it may be a token by mistake
     */
    static AccessTokens of(AuthConfig config) {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        Set<String> hashes = new HashSet<>();
        for (int i = 0; i < config.tokens().size(); i++) {
            AuthConfig.Token token = config.tokens().get(i);
            Place place = new Place("auth.tokens[" + i + "]");
            String name = token.name() == null ? "" : token.name().strip();
            if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
                throw place.refusal("name", "must be set, without control characters");
            }
            if (!names.add(name)) {
                throw place.refusal("name", "must be another than those of the other tokens, got \"" + name + "\"");
            }
            byte[] hash = hash(token, place);
            if (!hashes.add(HexFormat.of().formatHex(hash))) {
                throw place.refusal("sha256", "is the same as that of another token");
            }
            entries.add(new Entry(hash, caller(name, token, place)));
        }
        return new AccessTokens(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whose token it is. It takes as long for a good one as for a bad one. */
    Optional<Caller> find(String token) {
        byte[] hash = sha256(token);
        @Nullable Caller found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash, hash)) {
                found = entry.caller;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] hash(AuthConfig.Token token, Place place) {
        String text = token.sha256() == null ? "" : token.sha256().reveal().strip();
        try {
            byte[] hash = HexFormat.of().parseHex(text);
            if (hash.length == SHA_256_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException noHex) {
            // Told below, without the text.
        }
        throw place.refusal("sha256", "must be the SHA-256 hash of the token as 64 hexadecimal digits");
    }

    private static Caller caller(String name, AuthConfig.Token token, Place place) {
        String role = token.role() == null ? "" : token.role();
        if (role.equals("admin")) {
            if (!token.consumerIds().isEmpty()) {
                throw place.refusal("consumerIds", "must be left out: an admin acts for every consumer");
            }
            return Caller.admin(name);
        }
        if (!role.equals("consumer")) {
            throw place.refusal("role", "must be admin or consumer");
        }
        if (token.consumerIds().isEmpty()) {
            throw place.refusal("consumerIds", "must name at least one consumer");
        }
        Set<ConsumerId> consumers = new HashSet<>();
        for (String consumer : token.consumerIds()) {
            try {
                consumers.add(new ConsumerId(consumer));
            } catch (IllegalArgumentException rule) {
                throw place.refusal("consumerIds", "each " + rule.getMessage());
            }
        }
        return Caller.consumer(name, consumers);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException("every Java has SHA-256", none);
        }
    }

    /** Where in the configuration a token stands. */
    private record Place(String key) {
        StartupException refusal(String field, String rule) {
            return new StartupException(key + "." + field + " (in AUTH_TOKENS or the file) " + rule);
        }
    }

    /** A hash and whom it stands for. */
    private static final class Entry {
        private final byte[] hash;
        private final Caller caller;

        Entry(byte[] hash, Caller caller) {
            this.hash = hash;
            this.caller = caller;
        }
    }
}

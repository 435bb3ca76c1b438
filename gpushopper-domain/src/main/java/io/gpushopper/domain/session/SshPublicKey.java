package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A public key as one line of {@code authorized_keys}: type, base64 and an optional comment, without line breaks or
 * quotes, so that it can stand in a shell command.
 *
 * @param line the whole line
 */
public record SshPublicKey(String line) {
    private static final Pattern FORM = Pattern.compile(
            "(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{20,3000}={0,3}( [A-Za-z0-9@._-]{1,100})?");

    public SshPublicKey {
        requireNonNull(line, "line");
        if (!FORM.matcher(line).matches()) {
            throw new IllegalArgumentException("a public key is one line: type, base64 and an optional comment");
        }
    }

    /** Type and base64 without the comment: what makes two keys the same key. */
    public String withoutComment() {
        int comment = line.indexOf(' ', line.indexOf(' ') + 1);
        return comment < 0 ? line : line.substring(0, comment);
    }
}

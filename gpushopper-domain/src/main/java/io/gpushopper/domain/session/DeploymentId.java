package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of one deployment, the part of every tag that makes an instance ours: 3 to 12 of {@code [a-z0-9]}. It has no
 * dash, so {@code prod} can never be taken for the start of {@code prod-eu}.
 *
 * @param value the name
 */
public record DeploymentId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{3,12}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RANDOM_LENGTH = 10;

    public DeploymentId {
        requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a deployment id is 3 to 12 of [a-z0-9], without a dash");
        }
    }

    public static DeploymentId random(RandomGenerator random) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new DeploymentId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}

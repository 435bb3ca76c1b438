package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our mark on an instance, {@code gpushop-<deployment>-<session>-<attempt>-<time>}: it travels in the purchase itself, is
 * parsed whole or not at all, compared whole, and never cut or used twice.
 *
 * @param deployment whose instance it is
 * @param session for which session it was bought
 * @param attempt which purchase of that session, 1 to 99
 * @param time when it was decided to buy, in whole seconds
 */
public record Tag(DeploymentId deployment, SessionId session, int attempt, Instant time) {
    private static final String PREFIX = "gpushop-";
    private static final int BASE = 36;
    private static final long LAST_SECOND = Long.parseLong("zzzzzzzzzz", BASE);
    private static final Pattern FORM =
            Pattern.compile("gpushop-([a-z0-9]{3,12})-([a-z2-7]{16})-([1-9][0-9]?)-([a-z0-9]{1,10})");

    public Tag {
        requireNonNull(deployment, "deployment");
        requireNonNull(session, "session");
        requireNonNull(time, "time");
        if (attempt < 1 || attempt > 99) {
            throw new IllegalArgumentException("an attempt is numbered from 1 to 99");
        }
        time = time.truncatedTo(ChronoUnit.SECONDS);
        if (time.getEpochSecond() < 0 || time.getEpochSecond() > LAST_SECOND) {
            throw new IllegalArgumentException("a tag's time is from 1970 on and fits ten characters");
        }
    }

    /** Empty when the text is not a whole tag, and so says nothing about whose it is. */
    public static Optional<Tag> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Tag tag = new Tag(
                new DeploymentId(form.group(1)),
                SessionId.ofBare(form.group(2)),
                Integer.parseInt(form.group(3)),
                Instant.ofEpochSecond(Long.parseLong(form.group(4), BASE)));
        return tag.text().equals(text) ? Optional.of(tag) : Optional.empty();
    }

    /** The tag as the provider gets it, under 60 characters. */
    public String text() {
        return PREFIX + deployment + "-" + session.bare() + "-" + attempt + "-"
                + Long.toString(time.getEpochSecond(), BASE);
    }

    @Override
    public String toString() {
        return text();
    }
}

package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name by which a provider knows a template: a hash of what is in it, so that another content is another template.
 *
 * @param value 1 to 128 letters, digits, {@code _} and {@code -}
 */
public record TemplateId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public TemplateId {
        requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a template id has 1 to 128 letters, digits, _ and -");
        }
    }

    /** Empty when the text has another form. */
    public static Optional<TemplateId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TemplateId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}

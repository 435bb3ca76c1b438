package io.gpushopper.domain.offer;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of CUDA, such as {@code 12.8}. It is no number: {@code 12.10} is newer than {@code 12.9}.
 *
 * @param major the part before the dot
 * @param minor the part after it
 */
public record CudaVersion(int major, int minor) implements Comparable<CudaVersion> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,3})(?:\\.([0-9]{1,3}))?");
    private static final Comparator<CudaVersion> ORDER =
            Comparator.comparingInt(CudaVersion::major).thenComparingInt(CudaVersion::minor);

    public CudaVersion {
        if (major < 0 || minor < 0) {
            throw new IllegalArgumentException("a version has no negative parts");
        }
    }

    /** Reads {@code 12.8}, or {@code 13} for 13.0; empty when the text has another form. */
    public static Optional<CudaVersion> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        String minor = form.group(2);
        return Optional.of(
                new CudaVersion(Integer.parseInt(form.group(1)), minor == null ? 0 : Integer.parseInt(minor)));
    }

    @Override
    public int compareTo(CudaVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

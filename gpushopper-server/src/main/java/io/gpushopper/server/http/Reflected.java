package io.gpushopper.server.http;

/** What a client sent, as it may be shown to him again. */
public final class Reflected {
    private static final int MAX_LENGTH = 128;

    private Reflected() {}

    /** The text without control characters, {@code <} and {@code >}, cut at 128 characters. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) && c != '<' && c != '>' && !isBroken(c))
                .limit(MAX_LENGTH)
                .forEach(shown::appendCodePoint);
        return shown.length() <= MAX_LENGTH ? shown.toString() : shown.substring(0, MAX_LENGTH);
    }

    private static boolean isBroken(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}

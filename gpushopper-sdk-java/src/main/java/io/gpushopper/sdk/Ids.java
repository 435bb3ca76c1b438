package io.gpushopper.sdk;

/** Checks the texts that go into an address or a header, where a wrong one would change what is asked for. */
final class Ids {
    private Ids() {}

    /** An id as one segment of a path: an empty one, or dots alone, would name something else. */
    static String segment(String id, String name) {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException(name + " is not an id: \"" + id + "\"");
        }
        return Query.encode(id);
    }

    /** A header's value. The message does not repeat it, for it may be a secret. */
    static String header(String value, String name, int maxLength) {
        if (value.isEmpty()
                || value.length() > maxLength
                || !value.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw new IllegalArgumentException(name + " must be 1 to " + maxLength + " visible ASCII characters");
        }
        return value;
    }
}

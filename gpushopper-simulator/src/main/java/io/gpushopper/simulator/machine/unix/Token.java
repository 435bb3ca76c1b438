package io.gpushopper.simulator.machine.unix;

/** One token of a script; only a {@code WORD} has a word worth reading. */
record Token(Kind kind, String text, Word word) {

    /** Kinds of tokens. */
    enum Kind {
        WORD,
        OPERATOR,
        NEWLINE,
        END
    }

    static Token word(Word word) {
        return new Token(Kind.WORD, word.keyword(), word);
    }

    static Token operator(String text) {
        return new Token(Kind.OPERATOR, text, Word.of(text));
    }

    static Token newline() {
        return new Token(Kind.NEWLINE, "newline", Word.of("\n"));
    }

    static Token end() {
        return new Token(Kind.END, "end of file", Word.of(""));
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && text.equals(keyword);
    }
}

package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.util.List;

/** One word of a script before expansion: the parts between two blanks. */
record Word(List<Part> parts) {

    Word {
        parts = List.copyOf(parts);
    }

    static Word of(String text) {
        return new Word(List.of(new Literal(text, false)));
    }

    /** The text of a word that is one unquoted literal, as keywords are; else the empty string. */
    String keyword() {
        return parts.size() == 1 && parts.get(0) instanceof Literal literal && !literal.quoted() ? literal.text() : "";
    }

    /** A piece of a word. */
    sealed interface Part permits Literal, Variable, Substitution {
        <R> R match(Cases<R> cases) throws IOException;
    }

    /** What can be done with each kind of piece. */
    interface Cases<R> {
        R literal(Literal part);

        R variable(Variable part) throws IOException;

        R substitution(Substitution part) throws IOException;
    }

    /** Text as it stands; unquoted text may be a pattern of file names. */
    record Literal(String text, boolean quoted) implements Part {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.literal(this);
        }
    }

    /** {@code $NAME}, {@code ${NAME}}, and {@code ${NAME:-fallback}} whose fallback is empty if none was given. */
    record Variable(String name, Word fallback, boolean quoted) implements Part {
        @Override
        public <R> R match(Cases<R> cases) throws IOException {
            return cases.variable(this);
        }
    }

    /** {@code $(script)} or the same in backticks. */
    record Substitution(String script, boolean quoted) implements Part {
        @Override
        public <R> R match(Cases<R> cases) throws IOException {
            return cases.substitution(this);
        }
    }
}

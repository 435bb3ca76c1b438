package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.util.List;

/** A parsed script. Immutable. */
sealed interface Node {

    /** Runs the case of this node. */
    int match(Cases cases) throws IOException;

    /** What can be done with each kind of node; each returns an exit code. */
    interface Cases {
        int simple(Simple node) throws IOException;

        int sequence(Sequence node) throws IOException;

        int both(Both node) throws IOException;

        int either(Either node) throws IOException;

        int not(Not node) throws IOException;

        int pipeline(Pipeline node) throws IOException;

        int branch(Branch node) throws IOException;

        int loop(Loop node) throws IOException;

        int each(Each node) throws IOException;

        int subshell(Subshell node) throws IOException;

        int redirected(Redirected node) throws IOException;

        int background(Background node) throws IOException;
    }

    /** {@code NAME=value} before a command or alone. */
    record Assignment(String name, Word value) {}

    /** Where a stream goes; {@code fd} is 0, 1 or 2. */
    record Redirect(int fd, Way way, Word target) {

        /** Ways of redirecting. */
        enum Way {
            READ,
            WRITE,
            APPEND,
            SAME_AS,
            TEXT,
            WRITE_BOTH,
            APPEND_BOTH
        }
    }

    /** A command with its words. */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects) implements Node {
        public Simple {
            assignments = List.copyOf(assignments);
            words = List.copyOf(words);
            redirects = List.copyOf(redirects);
        }

        @Override
        public int match(Cases cases) throws IOException {
            return cases.simple(this);
        }
    }

    /** One after the other. */
    record Sequence(List<Node> nodes) implements Node {
        public Sequence {
            nodes = List.copyOf(nodes);
        }

        @Override
        public int match(Cases cases) throws IOException {
            return cases.sequence(this);
        }
    }

    /** {@code left && right}. */
    record Both(Node left, Node right) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.both(this);
        }
    }

    /** {@code left || right}. */
    record Either(Node left, Node right) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.either(this);
        }
    }

    /** {@code ! node}. */
    record Not(Node node) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.not(this);
        }
    }

    /** {@code a | b | c}. */
    record Pipeline(List<Node> stages) implements Node {
        public Pipeline {
            stages = List.copyOf(stages);
        }

        @Override
        public int match(Cases cases) throws IOException {
            return cases.pipeline(this);
        }
    }

    /** {@code if}; an absent {@code else} is an empty sequence. */
    record Branch(Node condition, Node then, Node otherwise) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.branch(this);
        }
    }

    /** {@code while}; {@code until} negates the condition. */
    record Loop(Node condition, Node body) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.loop(this);
        }
    }

    /** {@code for variable in words}. */
    record Each(String variable, List<Word> words, Node body) implements Node {
        public Each {
            words = List.copyOf(words);
        }

        @Override
        public int match(Cases cases) throws IOException {
            return cases.each(this);
        }
    }

    /** {@code ( body )}: changes of directory and variables end with it. */
    record Subshell(Node body) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.subshell(this);
        }
    }

    /** A compound command whose streams are redirected. */
    record Redirected(Node body, List<Redirect> redirects) implements Node {
        public Redirected {
            redirects = List.copyOf(redirects);
        }

        @Override
        public int match(Cases cases) throws IOException {
            return cases.redirected(this);
        }
    }

    /** {@code body &}. */
    record Background(Node body) implements Node {
        @Override
        public int match(Cases cases) throws IOException {
            return cases.background(this);
        }
    }
}

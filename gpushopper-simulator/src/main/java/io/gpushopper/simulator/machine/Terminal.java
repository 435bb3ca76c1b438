package io.gpushopper.simulator.machine;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The line discipline of a terminal: echoes what is typed, lets the last letter be taken back, ends lines with CR LF.
 * Ctrl-C drops the line, Ctrl-D on an empty line ends the input. A running command is not interrupted by a key.
 */
final class Terminal {

    private static final int INTERRUPT = 3;
    private static final int END_OF_INPUT = 4;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private Terminal() {}

    /** Standard output or error of a terminal. */
    static OutputStream output(OutputStream raw) {
        return new FilterOutputStream(raw) {
            @Override
            public void write(int b) throws IOException {
                if (b == '\n') {
                    out.write('\r');
                }
                out.write(b);
            }
        };
    }

    /** Standard input of a terminal whose echo goes to the raw output. */
    static InputStream input(InputStream raw, OutputStream echo) {
        return new Lines(raw, echo);
    }

    private static final class Lines extends InputStream {
        private final InputStream raw;
        private final OutputStream echo;
        private byte[] line = new byte[0];
        private int at;
        private boolean ended;

        Lines(InputStream raw, OutputStream echo) {
            this.raw = raw;
            this.echo = echo;
        }

        @Override
        public int read() throws IOException {
            if (at == line.length && !ended) {
                line = nextLine();
                at = 0;
            }
            return at < line.length ? line[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int first = read();
            if (first < 0) {
                return -1;
            }
            target[offset] = (byte) first;
            int more = Math.min(length - 1, line.length - at);
            System.arraycopy(line, at, target, offset + 1, more);
            at += more;
            return more + 1;
        }

        private byte[] nextLine() throws IOException {
            ByteArrayOutputStream typed = new ByteArrayOutputStream();
            while (true) {
                int key = raw.read();
                if (key < 0 || (key == END_OF_INPUT && typed.size() == 0)) {
                    ended = true;
                    return typed.toByteArray();
                }
                if (key == '\r' || key == '\n') {
                    show("\r\n");
                    typed.write('\n');
                    return typed.toByteArray();
                }
                typed = accept(key, typed);
            }
        }

        private ByteArrayOutputStream accept(int key, ByteArrayOutputStream typed) throws IOException {
            if (key == INTERRUPT) {
                show("^C\r\n");
                return new ByteArrayOutputStream();
            }
            if (key == BACKSPACE || key == DELETE) {
                ByteArrayOutputStream shorter = new ByteArrayOutputStream();
                shorter.write(typed.toByteArray(), 0, Math.max(0, typed.size() - 1));
                show(typed.size() > 0 ? "\b \b" : "");
                return shorter;
            }
            if (key != END_OF_INPUT) {
                typed.write(key);
                echo.write(key);
                echo.flush();
            }
            return typed;
        }

        private void show(String text) throws IOException {
            echo.write(text.getBytes(StandardCharsets.US_ASCII));
            echo.flush();
        }
    }
}

package io.gpushopper.simulator.machine.unix;

import io.gpushopper.simulator.machine.unix.Node.Redirect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a parsed script. The stages of a pipeline run one after the other, each reading all that the one before wrote: no
 * command of this machine writes without end. Confined to the shell's thread.
 */
final class Interpreter implements Node.Cases {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final UnixWorld world;
    private final ShellState shell;
    private final Streams io;
    private final Expansion expansion;

    Interpreter(UnixWorld world, ShellState shell, Streams io) {
        this.world = world;
        this.shell = shell;
        this.io = io;
        this.expansion = new Expansion(this, shell, world.files());
    }

    int run(Node node) throws IOException {
        int status = node.match(this);
        shell.finished(status);
        return status;
    }

    /** Runs a script in a subshell and returns what it wrote. */
    String capture(String script) throws IOException {
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        ShellState inner = shell.copy();
        shell.finished(world.run(script, inner, io.withOut(captured)));
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int simple(Node.Simple node) throws IOException {
        world.checkPower();
        List<String> words = expansion.words(node.words());
        if (words.isEmpty()) {
            shell.finished(0);
            for (Node.Assignment assignment : node.assignments()) {
                shell.set(assignment.name(), expansion.text(assignment.value()));
            }
            int status = shell.lastStatus();
            return redirected(node.redirects(), inner -> status);
        }
        ShellState scope = node.assignments().isEmpty() ? shell : shell.copy();
        for (Node.Assignment assignment : node.assignments()) {
            scope.set(assignment.name(), expansion.text(assignment.value()));
            scope.export(assignment.name());
        }
        return redirected(node.redirects(), inner -> {
            int status = new Interpreter(world, scope, inner).execute(words);
            inner.flush();
            return status;
        });
    }

    /** Runs one command that is already expanded. */
    int execute(List<String> words) throws IOException {
        world.checkPower();
        String name = words.get(0);
        Invocation call = new Invocation(name, words.subList(1, words.size()), io, shell, world);
        try {
            Command command = world.commands().get(name);
            if (command != null) {
                return command.run(call);
            }
            return name.contains("/") ? executeFile(call) : notFound(name);
        } catch (FileFault | UsageFault e) {
            return call.fail(String.valueOf(e.getMessage()));
        }
    }

    private int executeFile(Invocation call) throws IOException {
        String path = shell.resolve(call.name());
        Command command = world.commands().get(FileTree.name(path));
        if (command != null && UnixWorld.PROGRAM_DIRECTORIES.contains(FileTree.parent(path))) {
            return command.run(call);
        }
        if (!world.files().exists(path)) {
            complain("sh: " + call.name() + ": No such file or directory");
            return NOT_FOUND;
        }
        FileStatus status = world.files().status(path);
        if (status.isDirectory() || (status.mode() & 0111) == 0) {
            complain("sh: " + call.name() + ": Permission denied");
            return NOT_EXECUTABLE;
        }
        String script = new String(world.files().read(path, shell.user()), StandardCharsets.UTF_8);
        return world.run(script, shell.copy(), io);
    }

    private int notFound(String name) throws IOException {
        complain("sh: " + name + ": command not found");
        return NOT_FOUND;
    }

    @Override
    public int sequence(Node.Sequence node) throws IOException {
        int status = 0;
        for (Node each : node.nodes()) {
            status = run(each);
        }
        return status;
    }

    @Override
    public int both(Node.Both node) throws IOException {
        int status = run(node.left());
        return status == 0 ? run(node.right()) : status;
    }

    @Override
    public int either(Node.Either node) throws IOException {
        int status = run(node.left());
        return status == 0 ? 0 : run(node.right());
    }

    @Override
    public int not(Node.Not node) throws IOException {
        return run(node.node()) == 0 ? 1 : 0;
    }

    @Override
    public int pipeline(Node.Pipeline node) throws IOException {
        InputStream in = io.in();
        int last = node.stages().size() - 1;
        for (Node stage : node.stages().subList(0, last)) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            subshell(stage, io.withIn(in).withOut(written));
            in = new ByteArrayInputStream(written.toByteArray());
        }
        return subshell(node.stages().get(last), io.withIn(in));
    }

    @Override
    public int branch(Node.Branch node) throws IOException {
        return run(node.condition()) == 0 ? run(node.then()) : run(node.otherwise());
    }

    @Override
    public int loop(Node.Loop node) throws IOException {
        int status = 0;
        while (run(node.condition()) == 0) {
            status = run(node.body());
        }
        return status;
    }

    @Override
    public int each(Node.Each node) throws IOException {
        int status = 0;
        for (String value : expansion.words(node.words())) {
            shell.set(node.variable(), value);
            status = run(node.body());
        }
        return status;
    }

    @Override
    public int subshell(Node.Subshell node) throws IOException {
        return subshell(node.body(), io);
    }

    @Override
    public int redirected(Node.Redirected node) throws IOException {
        return redirected(node.redirects(), inner -> new Interpreter(world, shell, inner).run(node.body()));
    }

    @Override
    public int background(Node.Background node) {
        world.background(shell.copy(), node.body());
        return 0;
    }

    private int subshell(Node body, Streams streams) throws IOException {
        try {
            return new Interpreter(world, shell.copy(), streams).run(body);
        } catch (ShellExit e) {
            world.checkPower();
            return e.code();
        }
    }

    private interface Redirectable {
        int run(Streams inner) throws IOException;
    }

    private int redirected(List<Redirect> redirects, Redirectable body) throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            Streams inner = io;
            for (Redirect redirect : redirects) {
                String target = expansion.text(redirect.target());
                try {
                    inner = apply(redirect, target, inner, opened);
                } catch (FileFault e) {
                    complain("sh: " + target + ": " + e.getMessage());
                    return 1;
                }
            }
            return body.run(inner);
        } finally {
            for (Closeable each : opened) {
                each.close();
            }
        }
    }

    private Streams apply(Redirect redirect, String target, Streams before, List<Closeable> opened) throws IOException {
        return switch (redirect.way()) {
            case TEXT -> before.withIn(new ByteArrayInputStream(target.getBytes(StandardCharsets.UTF_8)));
            case READ ->
                before.withIn(new ByteArrayInputStream(world.files().read(shell.resolve(target), shell.user())));
            case SAME_AS -> toFd(redirect.fd(), target.equals("2") ? before.err() : before.out(), before);
            case WRITE -> toFd(redirect.fd(), open(target, FileTree.Writing.TRUNCATE, opened), before);
            case APPEND -> toFd(redirect.fd(), open(target, FileTree.Writing.APPEND, opened), before);
            case WRITE_BOTH -> toBoth(open(target, FileTree.Writing.TRUNCATE, opened), before);
            case APPEND_BOTH -> toBoth(open(target, FileTree.Writing.APPEND, opened), before);
        };
    }

    private OutputStream open(String target, FileTree.Writing writing, List<Closeable> opened) throws IOException {
        int mode = 0666 & ~shell.umask();
        OutputStream out = world.files().openForWriting(shell.resolve(target), writing, shell.user(), mode);
        opened.add(out);
        return out;
    }

    private static Streams toFd(int fd, OutputStream out, Streams before) {
        return fd == 2 ? before.withErr(out) : before.withOut(out);
    }

    private static Streams toBoth(OutputStream out, Streams before) {
        return before.withOut(out).withErr(out);
    }

    private void complain(String line) throws IOException {
        io.err().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

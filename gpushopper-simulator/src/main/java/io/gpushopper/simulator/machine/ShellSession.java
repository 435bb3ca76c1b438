package io.gpushopper.simulator.machine;

import io.gpushopper.simulator.machine.unix.InteractiveShell;
import io.gpushopper.simulator.machine.unix.InteractiveShell.Prompt;
import io.gpushopper.simulator.machine.unix.ShellState;
import io.gpushopper.simulator.machine.unix.Streams;
import io.gpushopper.simulator.machine.unix.UnixWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exec or shell request of an SSH channel, run on a worker thread of its own. */
final class ShellSession implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(ShellSession.class);
    private static final int STREAM_BROKE = 255;

    private final UnixWorld world;
    private final ExecutorService workers;
    private final Optional<String> script;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, message, immediately) -> {};
    private Optional<Future<?>> running = Optional.empty();
    private volatile boolean finished;

    private ShellSession(UnixWorld world, ExecutorService workers, Optional<String> script) {
        this.world = world;
        this.workers = workers;
        this.script = script;
    }

    static Command exec(UnixWorld world, ExecutorService workers, String script) {
        return new ShellSession(world, workers, Optional.of(script));
    }

    static Command interactive(UnixWorld world, ExecutorService workers) {
        return new ShellSession(world, workers, Optional.empty());
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        String user = channel.getSession().getUsername();
        boolean terminal = environment.getEnv().containsKey(Environment.ENV_TERM);
        ShellState shell = world.loginShell(user);
        Streams io = terminal
                ? new Streams(Terminal.input(in, out), Terminal.output(out), Terminal.output(err))
                : new Streams(in, out, err);
        running = Optional.of(workers.submit(() -> {
            int code = run(shell, io, terminal);
            finished = true;
            exit.onExit(code);
        }));
    }

    private int run(ShellState shell, Streams io, boolean terminal) {
        try {
            return script.isPresent()
                    ? world.run(script.get(), shell, io)
                    : new InteractiveShell(world, shell, io, terminal ? Prompt.SHOWN : Prompt.NONE).run();
        } catch (IOException e) {
            LOG.debug("The client went away in the middle of a command", e);
            return STREAM_BROKE;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("The simulated shell failed", e);
            return STREAM_BROKE;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        // Reporting the exit code closes the channel, which comes here on the same thread: that must not be
        // interrupted.
        if (!finished) {
            running.ifPresent(future -> future.cancel(true));
        }
    }
}

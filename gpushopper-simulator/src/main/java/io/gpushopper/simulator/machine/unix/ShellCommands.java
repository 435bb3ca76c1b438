package io.gpushopper.simulator.machine.unix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Commands that change the shell or run other commands. Options of {@code set}, such as {@code -e}, change nothing. */
final class ShellCommands {

    private static final int NOT_FOUND = 127;

    private ShellCommands() {}

    static Map<String, Command> all() {
        Map<String, Command> all = new TreeMap<>();
        for (String nothing : List.of(":", "true", "set", "wait", "trap", "sync", "hash")) {
            all.put(nothing, call -> 0);
        }
        all.put("false", call -> 1);
        all.put("cd", ShellCommands::cd);
        all.put("pwd", ShellCommands::pwd);
        all.put("exit", ShellCommands::exit);
        all.put("export", ShellCommands::export);
        all.put("unset", ShellCommands::unset);
        all.put("umask", ShellCommands::umask);
        all.put("env", ShellCommands::env);
        all.put("printenv", ShellCommands::printenv);
        all.put("test", call -> TestExpression.evaluate(call, call.args()));
        all.put("[", call -> bracket(call, "]"));
        all.put("[[", call -> bracket(call, "]]"));
        all.put("read", ShellCommands::read);
        all.put("sh", ShellCommands::sh);
        all.put("bash", ShellCommands::sh);
        all.put(".", ShellCommands::source);
        all.put("source", ShellCommands::source);
        all.put("eval", call -> call.world().run(String.join(" ", call.args()), call.shell(), call.io()));
        all.put("exec", ShellCommands::exec);
        all.put("nohup", ShellCommands::callRest);
        all.put("sudo", ShellCommands::sudo);
        all.put("command", ShellCommands::command);
        all.put("which", ShellCommands::which);
        return all;
    }

    private static int cd(Invocation call) throws IOException {
        String typed = call.args().isEmpty() ? call.shell().home() : call.args().get(0);
        String path = call.path(typed.equals("-") ? call.shell().get("OLDPWD") : typed);
        if (!call.files().isDirectory(path)) {
            String reason = call.files().exists(path) ? "Not a directory" : "No such file or directory";
            return call.fail(typed + ": " + reason);
        }
        call.files().require(path, call.shell().user(), 1);
        call.shell().set("OLDPWD", call.shell().directory());
        call.shell().enter(path);
        return 0;
    }

    private static int pwd(Invocation call) throws IOException {
        call.println(call.shell().directory());
        return 0;
    }

    private static int exit(Invocation call) {
        throw new ShellExit(
                call.args().isEmpty()
                        ? call.shell().lastStatus()
                        : Options.parseNumber(call.args().get(0)));
    }

    private static int export(Invocation call) throws IOException {
        for (String arg : call.args()) {
            int equals = arg.indexOf('=');
            if (arg.startsWith("-")) {
                continue;
            }
            if (equals >= 0) {
                call.shell().set(arg.substring(0, equals), arg.substring(equals + 1));
            }
            call.shell().export(equals < 0 ? arg : arg.substring(0, equals));
        }
        if (call.args().isEmpty()) {
            for (Map.Entry<String, String> each : call.shell().environment().entrySet()) {
                call.println("export " + each.getKey() + "='" + each.getValue() + "'");
            }
        }
        return 0;
    }

    private static int unset(Invocation call) {
        call.args().forEach(call.shell()::unset);
        return 0;
    }

    private static int umask(Invocation call) throws IOException {
        if (call.args().isEmpty()) {
            call.println(String.format("%04o", call.shell().umask()));
            return 0;
        }
        call.shell().mask(Modes.octal(call.args().get(0)));
        return 0;
    }

    private static int env(Invocation call) throws IOException {
        ShellState inner = call.shell().copy();
        List<String> rest = new ArrayList<>(call.args());
        while (!rest.isEmpty() && (rest.get(0).startsWith("-") || rest.get(0).contains("="))) {
            String arg = rest.remove(0);
            int equals = arg.indexOf('=');
            if (arg.equals("-i")) {
                inner.clear();
            } else if (arg.equals("-u") && !rest.isEmpty()) {
                inner.unset(rest.remove(0));
            } else if (equals > 0) {
                inner.set(arg.substring(0, equals), arg.substring(equals + 1));
                inner.export(arg.substring(0, equals));
            }
        }
        if (!rest.isEmpty()) {
            return new Interpreter(call.world(), inner, call.io()).execute(rest);
        }
        for (Map.Entry<String, String> each : inner.environment().entrySet()) {
            call.println(each.getKey() + "=" + each.getValue());
        }
        return 0;
    }

    private static int printenv(Invocation call) throws IOException {
        if (call.args().isEmpty()) {
            return env(call);
        }
        String value = call.shell().environment().get(call.args().get(0));
        if (value == null) {
            return 1;
        }
        call.println(value);
        return 0;
    }

    private static int bracket(Invocation call, String closing) {
        int last = call.args().size() - 1;
        if (last < 0 || !call.args().get(last).equals(closing)) {
            throw new UsageFault("missing `" + closing + "'");
        }
        return TestExpression.evaluate(call, call.args().subList(0, last));
    }

    /** Takes one line of standard input and no byte more; the last name gets what is left of it. */
    private static int read(Invocation call) throws IOException {
        List<String> names = Options.parse(call.args(), "rs", "p").operands();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = call.io().in().read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = call.io().in().read();
        }
        String text = line.toString(StandardCharsets.UTF_8).strip();
        String[] fields = text.split("[ \t]+", Math.max(1, names.size()));
        for (int i = 0; i < names.size(); i++) {
            call.shell().set(names.get(i), i < fields.length ? fields[i] : "");
        }
        return next < 0 && text.isEmpty() ? 1 : 0;
    }

    /** {@code sh -c SCRIPT}, {@code sh FILE}, or a script on standard input. */
    private static int sh(Invocation call) throws IOException {
        List<String> args = new ArrayList<>(call.args());
        boolean inline = false;
        while (!args.isEmpty() && args.get(0).startsWith("-")) {
            inline |= args.remove(0).endsWith("c");
        }
        byte[] script = new byte[0];
        if (inline && !args.isEmpty()) {
            script = args.get(0).getBytes(StandardCharsets.UTF_8);
        } else if (!args.isEmpty()) {
            script = call.input(args.get(0));
        } else {
            script = call.io().in().readAllBytes();
        }
        return call.world()
                .run(new String(script, StandardCharsets.UTF_8), call.shell().copy(), call.io());
    }

    private static int source(Invocation call) throws IOException {
        if (call.args().isEmpty()) {
            throw new UsageFault("filename argument required");
        }
        String script = new String(call.input(call.args().get(0)), StandardCharsets.UTF_8);
        return call.world().run(script, call.shell(), call.io());
    }

    private static int exec(Invocation call) throws IOException {
        if (call.args().isEmpty()) {
            return 0;
        }
        throw new ShellExit(call.call(call.args()));
    }

    private static int callRest(Invocation call) throws IOException {
        return call.args().isEmpty() ? 0 : call.call(call.args());
    }

    /** Any login user may become root without a password, as on the cloud images. */
    private static int sudo(Invocation call) throws IOException {
        List<String> rest = new ArrayList<>(call.args());
        String user = "root";
        while (!rest.isEmpty() && (rest.get(0).startsWith("-") || rest.get(0).matches("[A-Za-z_]+=.*"))) {
            String flag = rest.remove(0);
            if (flag.equals("-u") && !rest.isEmpty()) {
                user = rest.remove(0);
            }
        }
        ShellState inner = call.shell().as(user);
        inner.set("HOME", UnixWorld.home(user));
        inner.set("USER", user);
        inner.set("LOGNAME", user);
        return rest.isEmpty() ? 0 : new Interpreter(call.world(), inner, call.io()).execute(rest);
    }

    private static int command(Invocation call) throws IOException {
        if (!call.args().isEmpty() && call.args().get(0).equalsIgnoreCase("-v")) {
            return locate(call, call.args().subList(1, call.args().size()));
        }
        return callRest(call);
    }

    private static int which(Invocation call) throws IOException {
        return locate(call, call.args());
    }

    private static int locate(Invocation call, List<String> names) throws IOException {
        int code = names.isEmpty() ? NOT_FOUND : 0;
        for (String name : names) {
            if (call.world().commands().containsKey(name)) {
                call.println("/usr/bin/" + name);
            } else {
                code = 1;
            }
        }
        return code;
    }
}

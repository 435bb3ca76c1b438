package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands that make, change and show files. */
final class FileCommands {

    private static final DateTimeFormatter LISTED =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FileCommands() {}

    static Map<String, Command> all() {
        return Map.ofEntries(
                Map.entry("cat", FileCommands::cat),
                Map.entry("ls", FileCommands::ls),
                Map.entry("mkdir", FileCommands::mkdir),
                Map.entry("touch", FileCommands::touch),
                Map.entry("rm", FileCommands::rm),
                Map.entry("rmdir", FileCommands::rmdir),
                Map.entry("cp", FileCommands::cp),
                Map.entry("mv", FileCommands::mv),
                Map.entry("basename", FileCommands::basename),
                Map.entry("dirname", FileCommands::dirname));
    }

    interface PathAction {
        void on(String path) throws IOException;
    }

    /** Does the same to every operand, complains of those that fail, and returns 1 if one did. */
    static int each(Invocation call, List<String> operands, PathAction action) throws IOException {
        if (operands.isEmpty()) {
            throw new UsageFault("missing operand");
        }
        int code = 0;
        for (String typed : operands) {
            try {
                action.on(call.path(typed));
            } catch (FileFault e) {
                code = call.fail("'" + typed + "': " + e.getMessage());
            }
        }
        return code;
    }

    /** Copies standard input as it comes, so that a long upload needs no memory. */
    private static int cat(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "un", "");
        List<String> operands = options.operands().isEmpty() ? List.of("-") : options.operands();
        int code = 0;
        for (String typed : operands) {
            if (typed.equals("-")) {
                call.io().in().transferTo(call.io().out());
                continue;
            }
            try {
                call.io().out().write(call.input(typed));
            } catch (FileFault e) {
                code = call.fail(typed + ": " + e.getMessage());
            }
        }
        return code;
    }

    private static int ls(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "laAdh1tr", "");
        List<String> operands = options.operands().isEmpty() ? List.of(".") : options.operands();
        int code = 0;
        for (String typed : operands) {
            String path = call.path(typed);
            if (!call.files().exists(path)) {
                call.fail("cannot access '" + typed + "': No such file or directory");
                code = 2;
            } else if (!call.files().isDirectory(path) || options.has('d')) {
                list(call, options, path, typed);
            } else {
                listDirectory(call, options, path, operands.size() > 1 ? typed : "");
            }
        }
        return code;
    }

    private static void listDirectory(Invocation call, Options options, String path, String title) throws IOException {
        call.files().require(path, call.shell().user(), 4);
        if (!title.isEmpty()) {
            call.println(title + ":");
        }
        if (options.has('l')) {
            call.println("total " + call.files().list(path).size() * 4);
        }
        if (options.has('a')) {
            list(call, options, path, ".");
            list(call, options, FileTree.parent(path), "..");
        }
        for (String name : call.files().list(path)) {
            if (!name.startsWith(".") || options.has('a') || options.has('A')) {
                list(call, options, FileTree.normalise(path + "/" + name), name);
            }
        }
    }

    private static void list(Invocation call, Options options, String path, String shown) throws IOException {
        if (!options.has('l')) {
            call.println(shown);
            return;
        }
        FileStatus status = call.files().status(path);
        call.println(String.format(
                Locale.ROOT,
                "%s 1 %s %s %6d %s %s",
                Modes.describe(status),
                status.owner(),
                status.group(),
                status.size(),
                LISTED.format(status.modifiedAt()),
                shown));
    }

    private static int mkdir(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "pv", "m");
        boolean parents = options.has('p') || options.longs().containsKey("parents");
        int usual = 0777 & ~call.shell().umask();
        String user = call.shell().user();
        return each(call, options.operands(), path -> {
            boolean fresh = !call.files().exists(path);
            if (parents) {
                call.files().makeDirectories(path, user, usual);
            } else {
                call.files().makeDirectory(path, user, usual);
            }
            if (fresh && options.values().containsKey('m')) {
                call.files().chmod(path, Modes.apply(options.value('m', ""), usual));
            }
        });
    }

    private static int touch(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "acm", "");
        return each(call, options.operands(), path -> {
            if (!call.files().isDirectory(path)) {
                append(call, path, new byte[0]);
            }
        });
    }

    private static int rm(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "rRfv", "");
        boolean recursive = options.has('r') || options.has('R');
        if (options.operands().isEmpty() && options.has('f')) {
            return 0;
        }
        return each(call, options.operands(), path -> {
            if (options.has('f') && !call.files().exists(path)) {
                return;
            }
            if (path.equals("/") || (call.files().isDirectory(path) && !recursive)) {
                throw new FileFault("Is a directory");
            }
            call.files().delete(path, call.shell().user());
        });
    }

    private static int rmdir(Invocation call) throws IOException {
        return each(call, Options.parse(call.args(), "p", "").operands(), path -> {
            if (!call.files().list(path).isEmpty()) {
                throw new FileFault("Directory not empty");
            }
            call.files().delete(path, call.shell().user());
        });
    }

    private static int cp(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "rRapfv", "");
        List<String> operands = sourcesAndTarget(options);
        String target = operands.get(operands.size() - 1);
        return each(
                call, operands.subList(0, operands.size() - 1), path -> copy(call, path, inside(call, path, target)));
    }

    private static int mv(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "fvn", "");
        List<String> operands = sourcesAndTarget(options);
        String target = operands.get(operands.size() - 1);
        return each(
                call,
                operands.subList(0, operands.size() - 1),
                path -> call.files()
                        .move(path, inside(call, path, target), call.shell().user()));
    }

    static List<String> sourcesAndTarget(Options options) {
        if (options.operands().size() < 2) {
            throw new UsageFault("missing destination file operand");
        }
        return options.operands();
    }

    static String inside(Invocation call, String source, String typedTarget) {
        String target = call.path(typedTarget);
        return call.files().isDirectory(target) ? FileTree.normalise(target + "/" + FileTree.name(source)) : target;
    }

    static void copy(Invocation call, String from, String to) throws IOException {
        FileTree files = call.files();
        if (!files.isDirectory(from)) {
            byte[] content = files.read(from, call.shell().user());
            boolean fresh = !files.exists(to);
            write(call, to, content);
            if (fresh) {
                files.chmod(to, files.status(from).mode() & ~call.shell().umask());
            }
            return;
        }
        files.makeDirectories(to, call.shell().user(), files.status(from).mode());
        for (String name : files.list(from)) {
            copy(call, from + "/" + name, to + "/" + name);
        }
    }

    private static int basename(Invocation call) throws IOException {
        call.println(FileTree.name(FileTree.normalise(String.join(" ", call.args()))));
        return 0;
    }

    private static int dirname(Invocation call) throws IOException {
        String typed = String.join(" ", call.args());
        int slash = typed.lastIndexOf('/');
        call.println(slash < 0 ? "." : slash == 0 ? "/" : typed.substring(0, slash));
        return 0;
    }

    static void write(Invocation call, String path, byte[] content) throws IOException {
        open(call, path, FileTree.Writing.TRUNCATE, content);
    }

    static void append(Invocation call, String path, byte[] content) throws IOException {
        open(call, path, FileTree.Writing.APPEND, content);
    }

    private static void open(Invocation call, String path, FileTree.Writing writing, byte[] content)
            throws IOException {
        int mode = 0666 & ~call.shell().umask();
        try (OutputStream out =
                call.files().openForWriting(path, writing, call.shell().user(), mode)) {
            out.write(content);
        }
    }
}

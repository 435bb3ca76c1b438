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
                Map.entry("chmod", FileCommands::chmod),
                Map.entry("chown", FileCommands::chown),
                Map.entry("install", FileCommands::install),
                Map.entry("stat", FileCommands::stat),
                Map.entry("basename", FileCommands::basename),
                Map.entry("dirname", FileCommands::dirname));
    }

    private interface PathAction {
        void on(String path) throws IOException;
    }

    /** Does the same to every operand, complains of those that fail, and returns 1 if one did. */
    private static int each(Invocation call, List<String> operands, PathAction action) throws IOException {
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

    private static List<String> sourcesAndTarget(Options options) {
        if (options.operands().size() < 2) {
            throw new UsageFault("missing destination file operand");
        }
        return options.operands();
    }

    private static String inside(Invocation call, String source, String typedTarget) {
        String target = call.path(typedTarget);
        return call.files().isDirectory(target) ? FileTree.normalise(target + "/" + FileTree.name(source)) : target;
    }

    private static void copy(Invocation call, String from, String to) throws IOException {
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

    private static int chmod(Invocation call) throws IOException {
        Options options = Options.parse(withoutDash(call.args()), "Rvf", "");
        List<String> operands = options.operands();
        if (operands.size() < 2) {
            throw new UsageFault("missing operand");
        }
        String mode = operands.get(0).replaceFirst("^%", "-");
        return each(
                call,
                operands.subList(1, operands.size()),
                path -> withAll(call, path, options.has('R'), each -> {
                    requireOwner(call, each);
                    call.files()
                            .chmod(
                                    each,
                                    Modes.apply(mode, call.files().status(each).mode()));
                }));
    }

    /** A mode such as {@code -x} looks like an option; a percent sign keeps it apart. */
    private static List<String> withoutDash(List<String> args) {
        return args.stream()
                .map(arg -> arg.matches("-[rwx]+") ? "%" + arg.substring(1) : arg)
                .toList();
    }

    private static int chown(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "Rvfh", "");
        List<String> operands = options.operands();
        if (operands.size() < 2) {
            throw new UsageFault("missing operand");
        }
        String[] names = operands.get(0).split("[:.]", 2);
        requireUser(call, names[0]);
        return each(
                call,
                operands.subList(1, operands.size()),
                path -> withAll(call, path, options.has('R'), each -> {
                    if (!call.shell().user().equals("root")) {
                        throw new FileFault("Operation not permitted");
                    }
                    FileStatus before = call.files().status(each);
                    String user = names[0].isEmpty() ? before.owner() : names[0];
                    String group = names.length < 2 ? before.group() : names[1].isEmpty() ? user : names[1];
                    call.files().chown(each, user, group);
                }));
    }

    private static int install(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "dDv", "mog");
        String owner = options.value('o', call.shell().user());
        String group = options.value('g', owner);
        requireUser(call, owner);
        int mode = Modes.apply(options.value('m', "755"), 0755);
        if (options.has('d')) {
            return each(call, options.operands(), path -> {
                call.files().makeDirectories(path, call.shell().user(), 0755);
                call.files().chmod(path, mode);
                call.files().chown(path, owner, group);
            });
        }
        List<String> operands = sourcesAndTarget(options);
        String target = operands.get(operands.size() - 1);
        return each(call, operands.subList(0, operands.size() - 1), path -> {
            String to = inside(call, path, target);
            if (options.has('D')) {
                call.files().makeDirectories(FileTree.parent(to), call.shell().user(), 0755);
            }
            copy(call, path, to);
            call.files().chmod(to, mode);
            call.files().chown(to, owner, group);
        });
    }

    private static int stat(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "L", "c");
        String format = options.value('c', "%n %A %U %G %s");
        return each(call, options.operands(), path -> {
            FileStatus status = call.files().status(path);
            call.println(format.replace("%a", Integer.toOctalString(status.mode()))
                    .replace("%A", Modes.describe(status))
                    .replace("%U", status.owner())
                    .replace("%G", status.group())
                    .replace("%s", Long.toString(status.size()))
                    .replace("%n", path));
        });
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

    private static void requireUser(Invocation call, String name) {
        boolean number = name.matches("[0-9]*");
        if (!number && call.world().userId(name).isEmpty()) {
            throw new UsageFault("invalid user: '" + name + "'");
        }
    }

    private static void requireOwner(Invocation call, String path) throws IOException {
        String user = call.shell().user();
        if (!user.equals("root") && !call.files().status(path).owner().equals(user)) {
            throw new FileFault("Operation not permitted");
        }
    }

    private static void withAll(Invocation call, String top, boolean recursive, PathAction action) throws IOException {
        action.on(top);
        if (recursive && call.files().isDirectory(top)) {
            for (String name : call.files().list(top)) {
                withAll(call, FileTree.normalise(top + "/" + name), true, action);
            }
        }
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

package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Commands about who owns files and who may use them. */
final class OwnershipCommands {

    private OwnershipCommands() {}

    static Map<String, Command> all() {
        return Map.of(
                "chmod", OwnershipCommands::chmod,
                "chown", OwnershipCommands::chown,
                "install", OwnershipCommands::install,
                "stat", OwnershipCommands::stat);
    }

    private static int chmod(Invocation call) throws IOException {
        Options options = Options.parse(withoutDash(call.args()), "Rvf", "");
        List<String> operands = options.operands();
        if (operands.size() < 2) {
            throw new UsageFault("missing operand");
        }
        String mode = operands.get(0).replaceFirst("^%", "-");
        return FileCommands.each(
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
        return FileCommands.each(
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
            return FileCommands.each(call, options.operands(), path -> {
                call.files().makeDirectories(path, call.shell().user(), 0755);
                call.files().chmod(path, mode);
                call.files().chown(path, owner, group);
            });
        }
        List<String> operands = FileCommands.sourcesAndTarget(options);
        String target = operands.get(operands.size() - 1);
        return FileCommands.each(call, operands.subList(0, operands.size() - 1), path -> {
            String to = FileCommands.inside(call, path, target);
            if (options.has('D')) {
                call.files().makeDirectories(FileTree.parent(to), call.shell().user(), 0755);
            }
            FileCommands.copy(call, path, to);
            call.files().chmod(to, mode);
            call.files().chown(to, owner, group);
        });
    }

    private static int stat(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "L", "c");
        String format = options.value('c', "%n %A %U %G %s");
        return FileCommands.each(call, options.operands(), path -> {
            FileStatus status = call.files().status(path);
            call.println(format.replace("%a", Integer.toOctalString(status.mode()))
                    .replace("%A", Modes.describe(status))
                    .replace("%U", status.owner())
                    .replace("%G", status.group())
                    .replace("%s", Long.toString(status.size()))
                    .replace("%n", path));
        });
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

    private static void withAll(Invocation call, String top, boolean recursive, FileCommands.PathAction action)
            throws IOException {
        action.on(top);
        if (recursive && call.files().isDirectory(top)) {
            for (String name : call.files().list(top)) {
                withAll(call, FileTree.normalise(top + "/" + name), true, action);
            }
        }
    }
}

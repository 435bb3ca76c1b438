package io.gpushopper.simulator.machine.unix;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a shell remembers between commands. Confined to the thread that runs the shell. */
public final class ShellState {

    private static final int USUAL_UMASK = 022;

    private final Map<String, String> variables;
    private final Set<String> exported;
    private final String user;
    private String directory;
    private int umask;
    private int lastStatus;

    private ShellState(Map<String, String> variables, Set<String> exported, String user, String directory, int umask) {
        this.variables = new TreeMap<>(variables);
        this.exported = new HashSet<>(exported);
        this.user = user;
        this.directory = directory;
        this.umask = umask;
    }

    static ShellState login(String user, String home, Map<String, String> environment) {
        return new ShellState(environment, environment.keySet(), user, home, USUAL_UMASK);
    }

    /** A subshell's state: the same to begin with, on its own from then. */
    ShellState copy() {
        return as(user);
    }

    ShellState as(String otherUser) {
        ShellState copy = new ShellState(variables, exported, otherUser, directory, umask);
        copy.lastStatus = lastStatus;
        return copy;
    }

    String user() {
        return user;
    }

    String directory() {
        return directory;
    }

    void enter(String newDirectory) {
        directory = newDirectory;
        set("PWD", newDirectory);
    }

    int umask() {
        return umask;
    }

    void mask(int newUmask) {
        umask = newUmask;
    }

    int lastStatus() {
        return lastStatus;
    }

    void finished(int status) {
        lastStatus = status;
    }

    String get(String name) {
        return switch (name) {
            case "?" -> Integer.toString(lastStatus);
            case "$" -> "4242";
            case "0" -> "sh";
            case "#" -> "0";
            default -> variables.getOrDefault(name, "");
        };
    }

    String home() {
        return variables.getOrDefault("HOME", "/");
    }

    void set(String name, String value) {
        variables.put(name, value);
    }

    void unset(String name) {
        variables.remove(name);
        exported.remove(name);
    }

    void export(String name) {
        exported.add(name);
    }

    /** Forgets every variable. */
    void clear() {
        variables.clear();
        exported.clear();
    }

    /** The exported variables, by name. */
    SortedMap<String, String> environment() {
        SortedMap<String, String> environment = new TreeMap<>(variables);
        environment.keySet().retainAll(exported);
        return environment;
    }

    /** Makes an absolute path of a path as typed. */
    String resolve(String path) {
        return FileTree.normalise(path.startsWith("/") ? path : directory + "/" + path);
    }
}

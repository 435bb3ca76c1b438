package io.gpushopper.simulator.machine.unix;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A machine's files: a temporary directory seen as {@code /}. Contents and modes are those on the disk, so that SFTP and
 * SCP see the same; owners are kept here, for only the superuser could keep them on the disk. A file whose owner was
 * never told belongs to its directory's owner. Paths are absolute, {@code ..} at the top stays there. The disk has no
 * links. Thread-safe.
 */
public final class FileTree implements AutoCloseable {

    /** What becomes of a file's old content when it is opened for writing. */
    enum Writing {
        TRUNCATE,
        APPEND
    }

    private record Owner(String user, String group) {}

    private static final Owner SUPERUSER = new Owner("root", "root");

    /** From the owner's reading to the others' entering, as the bits of a mode go. */
    private static final List<PosixFilePermission> BITS = List.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private static final int DELETE_TRIES = 5;

    private final Path root;
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> synthetic = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private FileTree(Path root) {
        this.root = root;
        owners.put("/", SUPERUSER);
    }

    /**
     * Makes an empty tree on the disk.
     *
     * @return the tree; its directory can be read by this process's user alone
     */
    public static FileTree create() {
        try {
            return new FileTree(Files.createTempDirectory("gpushopper-machine-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where the tree lies on the disk.
     *
     * @return the directory that is {@code /} inside
     */
    public Path root() {
        return root;
    }

    static String normalise(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Adds a file whose content is made anew at each reading, such as {@code /proc/uptime}.
     *
     * @param path absolute path
     * @param content what it holds
     */
    public void synthesise(String path, Supplier<String> content) {
        synthetic.put(path, content);
    }

    boolean exists(String path) {
        return synthetic.containsKey(path) || Files.exists(real(path));
    }

    boolean isDirectory(String path) {
        return Files.isDirectory(real(path));
    }

    /**
     * Reads a whole file.
     *
     * @param path absolute path
     * @return its bytes
     * @throws FileFault if it is missing or a directory
     */
    public byte[] read(String path) throws IOException {
        Supplier<String> made = synthetic.get(path);
        if (made != null) {
            return made.get().getBytes(StandardCharsets.UTF_8);
        }
        if (isDirectory(path)) {
            throw new FileFault("Is a directory");
        }
        try {
            return Files.readAllBytes(real(path));
        } catch (NoSuchFileException e) {
            throw FileFault.missing();
        }
    }

    /** Reads a file as the given user, whose permission is checked. */
    byte[] read(String path, String user) throws IOException {
        if (exists(path)) {
            require(path, user, 4);
        }
        return read(path);
    }

    /** Opens a file for writing; a new one gets the mode and belongs to the user. */
    OutputStream openForWriting(String path, Writing writing, String user, int newMode) throws IOException {
        if (synthetic.containsKey(path)) {
            return OutputStream.nullOutputStream();
        }
        requireOpen();
        if (isDirectory(path)) {
            throw new FileFault("Is a directory");
        }
        boolean fresh = !exists(path);
        if (fresh && !isDirectory(parent(path))) {
            throw FileFault.missing();
        }
        require(fresh ? parent(path) : path, user, 2);
        OpenOption how = writing == Writing.APPEND ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        OutputStream out = Files.newOutputStream(real(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        if (fresh) {
            chmod(path, newMode);
            chown(path, user, user);
        }
        return new BufferedOutputStream(out);
    }

    /** Makes one directory. */
    void makeDirectory(String path, String user, int mode) throws IOException {
        requireOpen();
        if (exists(path)) {
            throw new FileFault("File exists");
        }
        if (!isDirectory(parent(path))) {
            throw FileFault.missing();
        }
        require(parent(path), user, 2);
        Files.createDirectory(real(path));
        chmod(path, mode);
        chown(path, user, user);
    }

    /** Makes a directory and the parents that are missing. */
    void makeDirectories(String path, String user, int mode) throws IOException {
        if (isDirectory(path)) {
            return;
        }
        requireOpen();
        makeDirectories(parent(path), user, mode);
        makeDirectory(path, user, mode);
    }

    /** Names in a directory, sorted. */
    List<String> list(String path) throws IOException {
        if (!isDirectory(path)) {
            throw exists(path) ? new FileFault("Not a directory") : FileFault.missing();
        }
        try (Stream<Path> children = Files.list(real(path))) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Deletes a file, or a directory with all that is in it. */
    void delete(String path, String user) throws IOException {
        if (!exists(path)) {
            throw FileFault.missing();
        }
        require(parent(path), user, 2);
        deleteAll(real(path));
        owners.keySet().removeIf(known -> isWithin(known, path));
    }

    /** Moves a file or directory, replacing a file of the new name. */
    void move(String from, String to, String user) throws IOException {
        if (!exists(from) || !isDirectory(parent(to))) {
            throw FileFault.missing();
        }
        require(parent(from), user, 2);
        require(parent(to), user, 2);
        Files.move(real(from), real(to), StandardCopyOption.REPLACE_EXISTING);
        for (Map.Entry<String, Owner> known : List.copyOf(owners.entrySet())) {
            if (isWithin(known.getKey(), from)) {
                owners.remove(known.getKey());
                owners.put(to + known.getKey().substring(from.length()), known.getValue());
            }
        }
    }

    /**
     * Reads what is known of a file.
     *
     * @param path absolute path
     * @return owner, mode, size and age
     * @throws FileFault if it is missing
     */
    public FileStatus status(String path) throws IOException {
        Owner owner = ownerOf(path);
        Path real = real(path);
        if (!Files.exists(real)) {
            Supplier<String> made = synthetic.get(path);
            if (made == null) {
                throw FileFault.missing();
            }
            int mode = path.startsWith("/dev/") ? 0666 : 0444;
            return new FileStatus("root", "root", mode, false, 0, Instant.EPOCH);
        }
        PosixFileAttributes found = Files.readAttributes(real, PosixFileAttributes.class);
        return new FileStatus(
                owner.user(),
                owner.group(),
                mode(found.permissions()),
                found.isDirectory(),
                found.size(),
                found.lastModifiedTime().toInstant());
    }

    void chmod(String path, int mode) throws IOException {
        if (!Files.exists(real(path))) {
            throw FileFault.missing();
        }
        Files.setPosixFilePermissions(real(path), permissions(mode));
    }

    void chown(String path, String user, String group) throws IOException {
        if (!Files.exists(real(path))) {
            throw FileFault.missing();
        }
        owners.put(path, new Owner(requireNonNull(user, "user"), requireNonNull(group, "group")));
    }

    /** Throws unless the user may do to the file what the bit says: 4 read, 2 write, 1 enter. */
    void require(String path, String user, int bit) throws IOException {
        if (!user.equals("root") && (status(path).bitsFor(user) & bit) == 0) {
            throw FileFault.denied();
        }
    }

    /** Deletes the tree from the disk. Idempotent. */
    @Override
    public void close() {
        closed = true;
        for (int tries = 1; Files.exists(root); tries++) {
            try {
                deleteAll(root);
            } catch (IOException e) {
                // A script that had opened a file before may still add it while its directory is emptied.
                if (tries == DELETE_TRIES) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void requireOpen() throws FileFault {
        if (closed) {
            throw new FileFault("No such device or address");
        }
    }

    private Path real(String path) {
        return root.resolve(normalise(path).substring(1));
    }

    private Owner ownerOf(String path) {
        Owner known = owners.get(path);
        return known != null ? known : path.equals("/") ? SUPERUSER : ownerOf(parent(path));
    }

    private static boolean isWithin(String path, String top) {
        return path.equals(top) || path.startsWith(top + "/");
    }

    private static void deleteAll(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(top)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (int bit = 0; bit < BITS.size(); bit++) {
            mode |= permissions.contains(BITS.get(bit)) ? 0400 >> bit : 0;
        }
        return mode;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.size(); bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(BITS.get(bit));
            }
        }
        return permissions;
    }
}

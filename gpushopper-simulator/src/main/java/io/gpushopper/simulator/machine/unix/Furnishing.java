package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Puts into a new world what every machine has: directories, the files of {@code /etc}, and those of {@code /proc}. */
final class Furnishing {

    private final UnixWorld world;
    private final FileTree files;
    private final WorldSettings settings;
    private final Instant bootedAt;

    Furnishing(UnixWorld world) {
        this.world = world;
        this.files = world.files();
        this.settings = world.settings();
        this.bootedAt = world.clock().instant();
    }

    void install() {
        try {
            directories();
            world.write("/etc/passwd", passwd(), "root", 0644);
            world.write("/etc/hostname", settings.hostname() + "\n", "root", 0644);
            world.write("/etc/environment", "", "root", 0644);
            world.write("/etc/os-release", "NAME=\"Ubuntu\"\nVERSION_ID=\"22.04\"\nID=ubuntu\n", "root", 0644);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.synthesise("/dev/null", () -> "");
        files.synthesise("/proc/uptime", this::uptime);
        files.synthesise("/proc/meminfo", this::memory);
        files.synthesise("/proc/cpuinfo", () -> "processor\t: 0\nmodel name\t: Simulated CPU\n");
    }

    private void directories() throws IOException {
        for (String directory : new String[] {"/bin", "/etc", "/home", "/opt", "/usr", "/var", "/dev", "/proc"}) {
            files.makeDirectory(directory, "root", 0755);
        }
        files.makeDirectory("/tmp", "root", 0777);
        files.makeDirectory("/workspace", "root", 0755);
        files.makeDirectory("/root", "root", 0700);
        for (String user : settings.users()) {
            files.makeDirectory(UnixWorld.home(user), "root", 0755);
            files.chown(UnixWorld.home(user), user, user);
        }
    }

    private String passwd() {
        StringBuilder lines = new StringBuilder("root:x:0:0:root:/root:/bin/bash\n");
        for (String user : settings.users()) {
            int id = world.userId(user).orElseThrow();
            lines.append(String.join(
                    ":", user, "x", Integer.toString(id), Integer.toString(id), "", UnixWorld.home(user), "/bin/bash"));
            lines.append('\n');
        }
        return lines.toString();
    }

    private Duration age() {
        return Duration.between(bootedAt, world.clock().instant());
    }

    private String uptime() {
        double seconds = age().toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.2f %.2f\n", seconds, seconds * settings.processors());
    }

    private String memory() {
        long kib = settings.memoryMib() * 1024L;
        return "MemTotal: " + kib + " kB\nMemFree: " + kib * 9 / 10 + " kB\nMemAvailable: " + kib * 9 / 10 + " kB\n";
    }
}

package io.gpushopper.simulator.machine;

import io.gpushopper.simulator.machine.unix.Invocation;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Counts logins, and answers {@code who}. Thread-safe. */
final class Logins implements SessionListener {

    private static final DateTimeFormatter SINCE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final UseMeter meter;
    private final AtomicInteger total = new AtomicInteger();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final Map<Session, String> sitting = new ConcurrentHashMap<>();

    Logins(InstantSource clock, UseMeter meter) {
        this.clock = clock;
        this.meter = meter;
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            total.incrementAndGet();
            open.add(session);
        }
    }

    /** Only who has a shell is shown by {@code who}, not who runs one command. */
    void sitsDown(Session session) {
        sitting.put(session, session.getUsername() + " pts/0 " + SINCE.format(clock.instant()) + " (127.0.0.1)");
    }

    @Override
    public void sessionClosed(Session session) {
        open.remove(session);
        sitting.remove(session);
    }

    MachineActivity activity() {
        return new MachineActivity(total.get(), open.size());
    }

    /** The command {@code who}. */
    int who(Invocation call) throws IOException {
        for (String line : List.copyOf(sitting.values())) {
            call.println(line);
        }
        for (int terminal = 1; terminal <= meter.use().users(); terminal++) {
            call.println("root pts/" + terminal + " " + SINCE.format(clock.instant()) + " (203.0.113.7)");
        }
        return 0;
    }
}

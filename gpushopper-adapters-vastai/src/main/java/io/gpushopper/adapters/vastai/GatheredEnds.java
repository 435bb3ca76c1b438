package io.gpushopper.adapters.vastai;

import static java.util.Objects.requireNonNull;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.ProviderException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends destroys: where several wait for their turn, one call takes them along. Each caller asks for one instance and learns of that one,
 * so whoever calls needs to know nothing of it. Thread-safe.
 *
 * <p>One caller at a time leads: he waits for the turn. When it comes, he takes along all who wait, if they are enough, and lets another
 * lead while he sends. The one answer says less than several would: if it takes them, it may have passed over those that it does not
 * know, so each is told {@link DestroyOutcome#TAKEN}; if it refuses them together, each is sent alone, lest one instance that can't be
 * ended keep others alive.
 */
final class GatheredEnds {
    /** Fewer than these are not worth an answer that tells nothing of each. */
    static final int BULK_FROM = 5;
    /** As many as the provider's own client sends at once (docs/PROVIDERS.md, Vast.ai: instances). */
    static final int BULK_AT_MOST = 64;

    private final VastAiApi api;
    private final ApiClient client;
    private final Set<End> waiting = new LinkedHashSet<>();
    private boolean led;

    GatheredEnds(VastAiApi api, ApiClient client) {
        this.api = api;
        this.client = client;
    }

    /**
     * Ends one instance. Waits for whoever leads, as long as his turn lets him wait, and then for a turn of its own if need be.
     *
     * @throws ProviderException when the provider did not accept it, or the thread is interrupted, whose flag is then set again
     */
    DestroyOutcome end(InstanceId id) {
        End mine = new End(id, api.destroy(id));
        if (comesToLead(mine)) {
            lead(mine);
        }
        return requireNonNull(mine.next, "next").get();
    }

    /** How many wait to be sent. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** False when another has taken this one along, and knows what is next for it. */
    private synchronized boolean comesToLead(End mine) {
        waiting.add(mine);
        try {
            while (led || !waiting.contains(mine)) {
                if (mine.next != null) {
                    return false;
                }
                wait();
            }
        } catch (InterruptedException interrupted) {
            waiting.remove(mine);
            Thread.currentThread().interrupt();
            throw new ProviderException(
                    VastAiProviderFactory.ID, ErrorKind.UNAVAILABLE, "destroy of " + mine.id + ": interrupted");
        }
        led = true;
        return true;
    }

    private void lead(End mine) {
        List<End> going = List.of(mine);
        try {
            client.awaitTurn(mine.alone);
            going = gathered(mine);
        } finally {
            leave(going);
        }
        if (going.size() == 1) {
            mine.next = () -> outcome(mine.id, () -> client.callInTurn(mine.alone));
        } else {
            sendTogether(going);
        }
    }

    private synchronized List<End> gathered(End leader) {
        if (waiting.size() < BULK_FROM) {
            return List.of(leader);
        }
        Stream<End> others = waiting.stream().filter(end -> !end.equals(leader));
        return Stream.concat(Stream.of(leader), others).limit(BULK_AT_MOST).toList();
    }

    private synchronized void leave(List<End> going) {
        going.forEach(waiting::remove);
        led = false;
        notifyAll();
    }

    private void sendTogether(List<End> ends) {
        Function<End, Supplier<DestroyOutcome>> next = end -> () -> outcome(end.id, () -> client.call(end.alone));
        try {
            VastAiProvider.requireSuccess(
                    client.callInTurn(
                            api.destroyTogether(ends.stream().map(end -> end.id).toList())),
                    "destroy of " + ends.size());
            next = end -> () -> DestroyOutcome.TAKEN;
        } catch (ProviderException refused) {
            // A key that may not do this may still end them one by one.
            if (refused.kind() == ErrorKind.RATE_LIMITED) {
                next = end -> () -> {
                    throw refused;
                };
            }
        } finally {
            tell(ends, next);
        }
    }

    private synchronized void tell(List<End> ends, Function<End, Supplier<DestroyOutcome>> next) {
        ends.forEach(end -> end.next = next.apply(end));
        notifyAll();
    }

    private static DestroyOutcome outcome(InstanceId id, Supplier<ApiAnswer> sending) {
        try {
            VastAiProvider.requireSuccess(sending.get(), "destroy of " + id);
            return DestroyOutcome.ACCEPTED;
        } catch (ProviderException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return DestroyOutcome.ALREADY_GONE;
            }
            throw failed;
        }
    }

    /** One that is asked for. Two for the same instance are two. */
    private static final class End {
        private final InstanceId id;
        private final ApiCall alone;
        /** How its caller goes on; null until it was sent, or may be. */
        private volatile @Nullable Supplier<DestroyOutcome> next;

        End(InstanceId id, ApiCall alone) {
            this.id = id;
            this.alone = alone;
        }
    }
}

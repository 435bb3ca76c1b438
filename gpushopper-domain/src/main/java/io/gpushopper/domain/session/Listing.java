package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a provider answered when asked for all instances of the account. Only a complete listing is evidence of absence;
 * what a partial one shows is there all the same.
 */
public sealed interface Listing permits Listing.Complete, Listing.Partial {
    ProviderId provider();

    /** When the first page was asked for. */
    Instant askedAt();

    List<InstanceView> instances();

    /**
     * Every page came, the totals match, and the shape is known. It knows what it shows of a session without being looked through, for it is
     * taken to thousands of them. Immutable.
     */
    final class Complete implements Listing {
        private final AccountId account;
        private final Instant askedAt;
        private final Instant arrivedAt;
        private final List<InstanceView> instances;
        private final Map<InstanceId, InstanceView> byId = new HashMap<>();
        private final Map<SessionId, List<InstanceView>> bySession = new HashMap<>();

        /**
         * A listing.
         *
         * @param account the account that was asked
         * @param arrivedAt when the last page had arrived
         */
        public Complete(AccountId account, Instant askedAt, Instant arrivedAt, List<InstanceView> instances) {
            this.account = requireNonNull(account, "account");
            this.askedAt = requireNonNull(askedAt, "askedAt");
            this.arrivedAt = requireNonNull(arrivedAt, "arrivedAt");
            this.instances = List.copyOf(instances);
            for (InstanceView view : this.instances) {
                byId.put(view.id(), view);
                Tag.parse(view.mark())
                        .ifPresent(tag -> bySession
                                .computeIfAbsent(tag.session(), id -> new ArrayList<>(1))
                                .add(view));
            }
        }

        public AccountId account() {
            return account;
        }

        @Override
        public Instant askedAt() {
            return askedAt;
        }

        public Instant arrivedAt() {
            return arrivedAt;
        }

        @Override
        public List<InstanceView> instances() {
            return instances;
        }

        @Override
        public ProviderId provider() {
            return account.provider();
        }

        /** Whether it shows the instance. */
        public boolean shows(InstanceId id) {
            return byId.containsKey(id);
        }

        /** What it shows under tags of the session, and what it shows of these instances whatever their marks; each once. */
        Collection<InstanceView> of(SessionId session, Collection<Instance> known) {
            Map<InstanceId, InstanceView> shown = new LinkedHashMap<>();
            bySession.getOrDefault(session, List.of()).forEach(view -> shown.put(view.id(), view));
            for (Instance instance : known) {
                InstanceView view = byId.get(instance.id());
                if (view != null) {
                    shown.putIfAbsent(view.id(), view);
                }
            }
            return shown.values();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Complete that
                    && account.equals(that.account)
                    && askedAt.equals(that.askedAt)
                    && arrivedAt.equals(that.arrivedAt)
                    && instances.equals(that.instances);
        }

        @Override
        public int hashCode() {
            return Objects.hash(account, askedAt, arrivedAt, instances);
        }

        @Override
        public String toString() {
            return "Complete[account=" + account + ", askedAt=" + askedAt + ", arrivedAt=" + arrivedAt + ", instances="
                    + instances + "]";
        }
    }

    /**
     * Some of it is missing or makes no sense.
     *
     * @param kind why
     * @param reason why, for people, without secrets
     */
    record Partial(ProviderId provider, Instant askedAt, List<InstanceView> instances, ErrorKind kind, String reason)
            implements Listing {
        public Partial {
            requireNonNull(provider, "provider");
            requireNonNull(askedAt, "askedAt");
            instances = List.copyOf(instances);
            requireNonNull(kind, "kind");
            requireNonNull(reason, "reason");
        }
    }
}

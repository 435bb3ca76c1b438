package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends every instance that carries the tag of one deployment, with the providers' credentials alone: for when its store is lost. What it
 * destroys it proves gone as the engine does: no such instance, told twice, and a complete listing without it that was asked for after
 * the first of these answers. It decides by the whole tag, and touches nothing else. Confined to the thread that runs it.
 */
public final class EndAll {
    /** Between two questions about the same instance (docs/no-orphans.md, The numbers). */
    private static final Duration ROUND = Duration.ofSeconds(3);

    private static final int ANSWERS = 2;

    private final List<Provider> providers;
    private final DeploymentId deployment;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /** For these providers' accounts. */
    public EndAll(Collection<Provider> providers, DeploymentId deployment, InstantSource clock, Sleeper sleeper) {
        this.providers = List.copyOf(providers);
        this.deployment = requireNonNull(deployment, "deployment");
        this.clock = requireNonNull(clock, "clock");
        this.sleeper = requireNonNull(sleeper, "sleeper");
    }

    /**
     * What is there, or what is left.
     *
     * @param instances under the deployment's tags, as last shown
     * @param troubles why a provider's list may not hold them all, by provider; empty when all are complete
     */
    public record Report(List<InstanceView> instances, Map<ProviderId, String> troubles) {
        public Report {
            instances = List.copyOf(instances);
            troubles = Map.copyOf(troubles);
        }

        /** Whether it is certain that nothing is there. */
        public boolean isEmpty() {
            return instances.isEmpty() && troubles.isEmpty();
        }
    }

    /** Lists them, and does nothing about them. */
    public Report list() {
        Map<ProviderId, String> troubles = new LinkedHashMap<>();
        List<InstanceView> instances = new ArrayList<>();
        for (Provider provider : providers) {
            Listing listing = provider.instances();
            trouble(listing, troubles);
            listing.instances().stream().filter(this::isTagged).forEach(instances::add);
        }
        return new Report(instances, troubles);
    }

    /**
     * Destroys them all, again and again until each is proved gone.
     *
     * @param told is told what happens, in lines for people
     * @return what is left when the time is over; empty when all is proved gone before
     * @throws InterruptedException when interrupted; what was destroyed is
     */
    public Report end(Duration atMost, Consumer<String> told) throws InterruptedException {
        Instant until = clock.instant().plus(atMost);
        Map<InstanceId, Proof> open = new LinkedHashMap<>();
        while (true) {
            Map<ProviderId, String> troubles = new LinkedHashMap<>();
            for (Provider provider : providers) {
                round(provider, open, troubles, told);
            }
            boolean over = open.isEmpty() && troubles.isEmpty();
            if (over || !clock.instant().isBefore(until)) {
                return new Report(
                        open.values().stream().map(proof -> proof.view).toList(), troubles);
            }
            sleeper.sleep(ROUND);
        }
    }

    /** Looks once, settles what is gone, and destroys and asks about the rest. */
    private void round(
            Provider provider, Map<InstanceId, Proof> open, Map<ProviderId, String> troubles, Consumer<String> told) {
        Listing listing = provider.instances();
        trouble(listing, troubles);
        for (InstanceView view : listing.instances()) {
            if (isTagged(view)) {
                open.merge(view.id(), new Proof(view), (before, shown) -> shown);
            }
        }
        List<Proof> here = open.values().stream()
                .filter(proof -> proof.view.id().provider().equals(provider.id()))
                .toList();
        for (Proof proof : here) {
            if (proof.isCompletedBy(listing)) {
                open.remove(proof.view.id());
                told.accept("gone       " + proof.view.id());
            } else {
                destroy(provider, proof, told);
            }
        }
    }

    private void destroy(Provider provider, Proof proof, Consumer<String> told) {
        InstanceId id = proof.view.id();
        try {
            if (proof.answers == 0) {
                told.accept("destroying " + id + " " + provider.destroy(id));
            }
            if (provider.instance(id) instanceof InstanceAnswer.NoSuchInstance) {
                proof.answered(clock.instant());
            } else {
                proof.forget();
            }
        } catch (ProviderException refused) {
            told.accept("not yet    " + id + ": " + refused.getMessage());
        }
    }

    private boolean isTagged(InstanceView view) {
        return Tag.parse(view.mark())
                .filter(tag -> tag.deployment().equals(deployment))
                .isPresent();
    }

    private static void trouble(Listing listing, Map<ProviderId, String> troubles) {
        if (listing instanceof Listing.Partial partial) {
            troubles.put(partial.provider(), partial.reason());
        }
    }

    /** What speaks for an instance's being gone. */
    private static final class Proof {
        private final InstanceView view;
        private @Nullable Instant firstAnswer;
        private int answers;

        Proof(InstanceView view) {
            this.view = view;
        }

        void answered(Instant now) {
            if (firstAnswer == null) {
                firstAnswer = now;
            }
            answers++;
        }

        void forget() {
            firstAnswer = null;
            answers = 0;
        }

        boolean isCompletedBy(Listing listing) {
            return answers >= ANSWERS
                    && firstAnswer != null
                    && listing instanceof Listing.Complete
                    && listing.askedAt().isAfter(firstAnswer)
                    && listing.instances().stream()
                            .noneMatch(shown -> shown.id().equals(view.id()));
        }
    }
}

package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AbsenceProof;
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

/**
 * Ends every instance that carries the tag of one deployment, with the providers' credentials alone: for when its store is lost. What it
 * destroys it proves gone as the engine does, by an {@link AbsenceProof}. It decides by the whole tag, and touches nothing else. Confined
 * to the thread that runs it.
 */
public final class EndAll {
    /** Between two questions about the same instance. */
    private static final Duration ROUND = AbsenceProof.ACCEPTED_SPACING;

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
        Map<InstanceId, Ending> open = new LinkedHashMap<>();
        while (true) {
            Map<ProviderId, String> troubles = new LinkedHashMap<>();
            for (Provider provider : providers) {
                round(provider, open, troubles, told);
            }
            boolean over = open.isEmpty() && troubles.isEmpty();
            if (over || !clock.instant().isBefore(until)) {
                return new Report(
                        open.values().stream().map(ending -> ending.view).toList(), troubles);
            }
            sleeper.sleep(ROUND);
        }
    }

    /** Looks once, settles what is gone, and destroys and asks about the rest. */
    private void round(
            Provider provider, Map<InstanceId, Ending> open, Map<ProviderId, String> troubles, Consumer<String> told) {
        Listing listing = provider.instances();
        trouble(listing, troubles);
        for (InstanceView view : listing.instances()) {
            if (isTagged(view)) {
                open.put(view.id(), new Ending(view));
            }
        }
        List<Ending> here = open.values().stream()
                .filter(ending -> ending.view.id().provider().equals(provider.id()))
                .toList();
        for (Ending ending : here) {
            ending.looked(listing);
            if (ending.isOver()) {
                open.remove(ending.view.id());
                told.accept("gone       " + ending.view.id());
            } else {
                destroy(provider, ending, told);
                ask(provider, ending, told);
            }
        }
    }

    private static void destroy(Provider provider, Ending ending, Consumer<String> told) {
        if (ending.accepted && ending.absence.answers() > 0) {
            return;
        }
        InstanceId id = ending.view.id();
        try {
            told.accept("destroying " + id + " " + provider.destroy(id));
            ending.accepted = true;
        } catch (ProviderException refused) {
            told.accept("not yet    " + id + ": " + refused.getMessage());
        }
    }

    /** Also when its destroy is refused: somebody else may have ended it. */
    private void ask(Provider provider, Ending ending, Consumer<String> told) {
        InstanceId id = ending.view.id();
        try {
            if (provider.instance(id) instanceof InstanceAnswer.NoSuchInstance) {
                ending.absence = ending.absence.answered(clock.instant());
            } else {
                ending.shown();
            }
        } catch (ProviderException untold) {
            told.accept("not yet    " + id + ": " + untold.getMessage());
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

    /** How far the end of one instance has come; a sighting begins it anew. */
    private static final class Ending {
        private final InstanceView view;
        private boolean accepted;
        private AbsenceProof absence = AbsenceProof.NONE;

        Ending(InstanceView view) {
            this.view = view;
        }

        void shown() {
            accepted = false;
            absence = AbsenceProof.NONE;
        }

        void looked(Listing listing) {
            boolean lacks = listing instanceof Listing.Complete
                    && listing.instances().stream()
                            .noneMatch(shown -> shown.id().equals(view.id()));
            if (lacks) {
                absence = absence.unlisted(listing.askedAt());
            }
        }

        boolean isOver() {
            return absence.isProven(accepted ? AbsenceProof.ACCEPTED_SPACING : AbsenceProof.UNASKED_SPACING);
        }
    }
}

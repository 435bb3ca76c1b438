package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a complete listing and the store say of each other. Pure; what is not ours yields nothing.
 *
 * @param findings what differs
 */
public record ReconcilePlan(List<Finding> findings) {
    /** One difference. */
    public sealed interface Finding {
        <R> R match(Cases<R> cases);
    }

    /** One method a case, so that a new case breaks every reader at compile time. */
    public interface Cases<R> {
        R stray(Stray finding);

        R stranger(Stranger finding);

        R missing(Missing finding);

        R changed(Changed finding);
    }

    /** An instance under our tag that its session doesn't know. */
    public record Stray(Tag tag, InstanceView view) implements Finding {
        public Stray {
            requireNonNull(tag, "tag");
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stray(this);
        }
    }

    /** An instance under our tag whose session the store has never heard of. */
    public record Stranger(Tag tag, InstanceView view) implements Finding {
        public Stranger {
            requireNonNull(tag, "tag");
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stranger(this);
        }
    }

    /** An instance that a session knows and the listing lacks. */
    public record Missing(SessionId session, InstanceId instance) implements Finding {
        public Missing {
            requireNonNull(session, "session");
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.missing(this);
        }
    }

    /** An instance that is otherwise than its session last saw it. */
    public record Changed(SessionId session, InstanceView view) implements Finding {
        public Changed {
            requireNonNull(session, "session");
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.changed(this);
        }
    }

    public ReconcilePlan {
        findings = List.copyOf(findings);
    }

    /**
     * Compares the two.
     *
     * @param ours every deployment id that the store ever had
     * @param unfinished the sessions at that provider with something left to do, read after the listing arrived
     * @param isKnown whether the store has heard of a session, over or not
     */
    public static ReconcilePlan of(
            Listing.Complete listing,
            Set<DeploymentId> ours,
            Collection<Session> unfinished,
            Predicate<SessionId> isKnown) {
        Map<InstanceId, Session> owners = new HashMap<>();
        unfinished.forEach(session -> session.instances().stream()
                .filter(instance -> !instance.isGone())
                .forEach(instance -> owners.put(instance.id(), session)));
        List<Finding> findings = new ArrayList<>();
        Set<InstanceId> listed = new HashSet<>();
        for (InstanceView view : listing.instances()) {
            listed.add(view.id());
            Session owner = owners.get(view.id());
            Optional<Tag> tag = Tag.parse(view.mark()).filter(mark -> ours.contains(mark.deployment()));
            if (owner != null) {
                if (isOtherwise(owner.find(view.id()).orElseThrow(), view)) {
                    findings.add(new Changed(owner.id(), view));
                }
            } else if (tag.isPresent()) {
                Tag mark = tag.get();
                findings.add(isKnown.test(mark.session()) ? new Stray(mark, view) : new Stranger(mark, view));
            }
        }
        owners.forEach((instance, session) -> {
            if (!listed.contains(instance)) {
                findings.add(new Missing(session.id(), instance));
            }
        });
        return new ReconcilePlan(findings);
    }

    private static boolean isOtherwise(Instance known, InstanceView view) {
        return known.sightings().condition() != view.condition()
                || !known.sightings().endpoints().equals(view.endpoints());
    }
}

package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LaunchOutcome.Launched;
import io.gpushopper.domain.session.LaunchOutcome.Rejected;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import java.time.LocalDate;

/**
 * A provider that is asked by the words of docs/failures.md, and whose answers are told in them. Immutable.
 *
 * @param provider who is asked
 * @param instance about which instance
 * @param purchase what is bought
 */
public record AskedProvider(Provider provider, InstanceId instance, LaunchRequest purchase) {
    private static final SshPublicKey KEY = new SshPublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFub3RoZXIta2V5LXRoYXQtYS1jb25zdW1lci1oYXM one-more");
    private static final CostPeriod DAY = CostPeriod.day(LocalDate.of(2026, 11, 23));

    public AskedProvider {
        requireNonNull(provider, "provider");
        requireNonNull(instance, "instance");
        requireNonNull(purchase, "purchase");
    }

    /** What comes of one call: {@code account, search, create, list, get, attach_key, stop, destroy} or {@code bill}. */
    public String makes(String call) {
        try {
            return outcome(call);
        } catch (ProviderException failed) {
            return "fails: " + failed.kind();
        }
    }

    private String outcome(String call) {
        return switch (call) {
            case "account" -> "account " + provider.account().id().value();
            case "search" -> provider.offers().size() + " offers";
            case "create" -> told(provider.launch(purchase));
            case "list" -> told(provider.instances());
            case "get" -> told(provider.instance(instance));
            case "attach_key" -> {
                provider.attachKey(instance, KEY);
                yield "attached";
            }
            case "stop" -> {
                provider.stop(instance);
                yield "taken";
            }
            case "destroy" -> told(provider.destroy(instance));
            case "bill" -> provider.bill(DAY).getClass().getSimpleName();
            default -> throw new IllegalArgumentException("no such call: " + call);
        };
    }

    private static String told(LaunchOutcome outcome) {
        if (outcome instanceof Launched launched) {
            return "launched " + launched.instance().value();
        }
        if (outcome instanceof Rejected refusal) {
            InstanceId created = refusal.created();
            return "rejected: " + refusal.kind() + (created == null ? "" : ", " + created.value() + " is ended");
        }
        return "unknown";
    }

    private static String told(Listing listing) {
        return listing instanceof Listing.Partial partial
                ? "partial: " + partial.kind()
                : "complete: " + listing.instances().size();
    }

    private static String told(InstanceAnswer answer) {
        return answer instanceof InstanceAnswer.Present ? "present" : "no such instance";
    }

    private static String told(DestroyOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> "accepted";
            case TAKEN -> "taken";
            case ALREADY_GONE -> "gone already";
        };
    }
}

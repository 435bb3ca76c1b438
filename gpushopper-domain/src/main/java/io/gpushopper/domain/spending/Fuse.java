package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;

/**
 * How much a deployment may have running at once, whoever asks for it. Purchases that would go beyond it are refused; nothing that runs
 * is ended by it, and no end waits for it.
 *
 * @param maxLiveInstances how many instances may live, those that a purchase may still bring included; at least 1
 * @param maxHourlySpend what they may cost together an hour
 */
public record Fuse(int maxLiveInstances, UsdPerHour maxHourlySpend) {
    public Fuse {
        requireNonNull(maxHourlySpend, "maxHourlySpend");
        if (maxLiveInstances < 1) {
            throw new IllegalArgumentException("maxLiveInstances must be at least 1");
        }
    }

    /**
     * Lets a session bring what it is about to, or does not.
     *
     * @param others what there is beside the session
     * @param own what the session has and is about to buy
     * @throws FuseException when both together are too much
     */
    public void admit(DeploymentLoad others, DeploymentLoad own) {
        DeploymentLoad all = others.plus(own);
        if (all.instances() > maxLiveInstances) {
            throw new FuseException(
                    SpendRefusal.FUSE_INSTANCES,
                    others.instances() + " instances live or are being bought, and maxLiveInstances is "
                            + maxLiveInstances);
        }
        if (all.rate().compareTo(maxHourlySpend) > 0) {
            throw new FuseException(
                    SpendRefusal.FUSE_SPEND,
                    "what lives or is being bought costs up to " + plain(others.rate())
                            + " US dollars an hour, this would be " + plain(own.rate())
                            + " more, and maxHourlySpend is " + plain(maxHourlySpend));
        }
    }

    private static String plain(UsdPerHour rate) {
        return rate.amount().stripTrailingZeros().toPlainString();
    }
}

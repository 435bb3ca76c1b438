package io.gpushopper.ports;

import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A marketplace that we buy from. Implementations are thread-safe, pace themselves (destroys before reads before searches),
 * retry reads and destroys within one call where that helps, and map every failure to a {@link ProviderException} with one
 * {@code ErrorKind}. No method is gated by another's failures where it ends an instance. Every call may block for its
 * provider's time-out; none swallows an interrupt.
 */
public interface Provider {
    ProviderId id();

    ProviderTraits traits();

    /**
     * Asks which account the credentials belong to, and proves that they are good.
     *
     * @throws ProviderException {@code UNAUTHORIZED} when they are refused; other kinds say nothing about them
     */
    Account account();

    /**
     * All offers worth showing, priced for the default disk, in no order. Empty is a valid answer: nothing for rent.
     *
     * @throws ProviderException when the provider did not answer, or not sensibly
     */
    List<Offer> offers();

    /**
     * The templates that the provider recommends, in no order; none where there is no such thing.
     *
     * @throws ProviderException when the provider did not answer, or not sensibly
     */
    default List<Template> templates() {
        return List.of();
    }

    /**
     * One template, recommended or not; empty when there is none of that id, which may change.
     *
     * @throws ProviderException when the provider did not answer, or not sensibly
     */
    default Optional<TemplateSetup> template(TemplateId id) {
        return Optional.empty();
    }

    /**
     * Why an instance of that offer can't be set up so at this provider, for people; empty when it can. It asks nobody.
     *
     * @param secrets the rest of the setup, of which only the size may matter; nothing of it is quoted
     */
    Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets);

    /**
     * How long a purchase asked for now would wait for its turn under the provider's rate limit; nothing is reserved.
     */
    Duration launchWait();

    /**
     * Waits for this caller's turn to buy, in order of arrival, and takes it.
     *
     * @return whether the turn came within {@code atMost}; if not, none was taken
     * @throws InterruptedException when interrupted; no turn was taken
     */
    boolean awaitLaunchTurn(Duration atMost) throws InterruptedException;

    /**
     * Sends one purchase, once, never a second time, and nothing at all after {@code sendBy}. The tag travels in it. The
     * caller holds a turn. It throws nothing but a bug: what happened is the outcome. A refusal before anything was sent is
     * {@code Rejected}; whatever leaves open whether an instance exists is {@code Unknown}.
     */
    LaunchOutcome launch(LaunchRequest request);

    /**
     * Asks for every instance of the account, ours or not. It throws nothing but a bug: an error, a short page or a shape that
     * is not known makes the listing {@code Partial}.
     */
    Listing instances();

    /**
     * Asks for one instance.
     *
     * @throws ProviderException for every answer that is neither the instance nor the provider's one word for its absence
     */
    InstanceAnswer instance(InstanceId id);

    /**
     * Lets one more key log in; doing it twice does no harm.
     *
     * @throws ProviderException {@code UNSUPPORTED} where keys travel in the purchase only
     */
    void attachKey(InstanceId id, SshPublicKey key);

    /**
     * Stops an instance so that its disk is kept, and cancels a start of it that waits; idempotent. That it has stopped is only what the
     * instance shows.
     *
     * @throws ProviderException when the provider did not take it; {@code NOT_FOUND} when it knows no such instance, which proves nothing;
     *     {@code UNSUPPORTED} where {@link ProviderTraits#keepsStorage} is false
     */
    default void stop(InstanceId id) {
        throw new ProviderException(
                id(), ErrorKind.UNSUPPORTED, "an instance that is stopped goes on being charged at " + id());
    }

    /**
     * Ends an instance; idempotent, first in every queue, and gated by no circuit breaker.
     *
     * @throws ProviderException when the provider did not accept it; the caller tries again
     */
    DestroyOutcome destroy(InstanceId id);

    /**
     * Asks for all storage of the account that is no instance's; none where there is no such thing. It goes behind everything else that
     * asks.
     *
     * @throws ProviderException when the provider did not answer, or not sensibly; all of it is told or nothing
     */
    default List<Volume> volumes() {
        return List.of();
    }

    /**
     * Asks what was charged in some days, by instance. It goes behind everything else that asks.
     *
     * @throws ProviderException when the provider did not answer, or not sensibly; a bill is told whole or not at all
     */
    ProviderBill bill(CostPeriod period);
}

package io.gpushopper.server.access;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Session;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.server.http.ErrorAnswer;
import io.gpushopper.server.http.Reflected;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who sent a request: everybody while no tokens are configured, else whoever holds one. Immutable. */
public final class Caller implements Principal {
    /** The one caller there is while no tokens are configured; he may do everything. */
    static final Caller EVERYBODY = new Caller("", null);

    private final String name;
    private final @Nullable Set<ConsumerId> consumers;

    private Caller(String name, @Nullable Set<ConsumerId> consumers) {
        this.name = requireNonNull(name, "name");
        this.consumers = consumers;
    }

    /** One who may act for every consumer. */
    static Caller admin(String name) {
        return new Caller(name, null);
    }

    /** One who may act for these consumers and sees nothing of any other. */
    static Caller consumer(String name, Set<ConsumerId> consumers) {
        return new Caller(name, Set.copyOf(consumers));
    }

    /**
     * The caller of the request that the context is of.
     *
     * @throws IllegalStateException on a path that is open to those without a token: nobody is known there
     */
    public static Caller of(SecurityContext context) {
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("the path is open, so that nobody knows who calls");
    }

    /** The name of the token, unique among them; empty for everybody while access is off. What is kept per caller is kept by it. */
    @Override
    public String getName() {
        return name;
    }

    /** Whether he may act for every consumer, and see what belongs to nobody in particular. */
    public boolean isAdmin() {
        return consumers == null;
    }

    /** Whether he may act for the consumer. */
    public boolean mayActFor(ConsumerId consumer) {
        return consumers == null || consumers.contains(consumer);
    }

    /** Whether the session exists as far as he is told. */
    public boolean sees(Session session) {
        return mayActFor(session.terms().consumer());
    }

    /**
     * Whose things he is shown when he asks for those of one consumer, or, with null, of all.
     *
     * @return null for everybody's; empty for nobody's
     */
    public @Nullable Set<ConsumerId> shown(@Nullable ConsumerId asked) {
        if (asked == null) {
            return consumers;
        }
        return mayActFor(asked) ? Set.of(asked) : Set.of();
    }

    /**
     * Refuses a purchase for a consumer that he may not act for.
     *
     * @throws io.gpushopper.server.http.RefusedException when he may not
     */
    public void requireMayActFor(ConsumerId consumer) {
        if (!mayActFor(consumer)) {
            throw ErrorAnswer.of(
                            403,
                            ErrorType.FORBIDDEN,
                            "the token does not allow consumer_id \"" + Reflected.of(consumer.value()) + "\"")
                    .asException();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

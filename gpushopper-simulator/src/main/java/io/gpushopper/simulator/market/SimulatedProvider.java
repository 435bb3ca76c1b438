package io.gpushopper.simulator.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One provider, to the outside and to the control API. */
public interface SimulatedProvider {

    /**
     * Which provider it is.
     *
     * @return its name
     */
    ProviderName name();

    /**
     * Answers a call to its own API. Takes the world's lock itself.
     *
     * @param call its path below the provider's root
     * @return what the provider does with it
     */
    HttpAnswer answer(HttpCall call);

    /**
     * What it serves.
     *
     * @return method and path of each endpoint, its ids as {@code *}
     */
    List<String> endpoints();

    /**
     * Forgets its instances and fills its market anew. Called with the world's lock held.
     *
     * @param seed the same seed gives the same market, but for the time of its offers
     * @param offers how many offers it shows
     */
    void restock(long seed, int offers);

    /**
     * Rents its cheapest offer behind everyone's back. Called with the world's lock held.
     *
     * @param tag label or name of the instance
     * @return the instance; empty if nothing is left to rent
     */
    Optional<SimulatedInstance> rentOrphan(String tag);

    /**
     * Takes an instance away without anyone asking for it. Called with the world's lock held.
     *
     * @param instance one of its instances that is there
     * @param loss what becomes of it
     */
    void lose(SimulatedInstance instance, Loss loss);

    /**
     * Starts a stopped instance without its customer's asking. Called with the world's lock held.
     *
     * @param instance one of its instances that is there
     */
    void start(SimulatedInstance instance);

    /**
     * Lets somebody else have the GPUs of a stopped instance. A start of it waits until they are free. Called with the world's lock held.
     *
     * @param instance one of its instances that is there
     * @param time for how long
     * @throws IllegalArgumentException if the provider knows no such thing
     */
    void occupy(SimulatedInstance instance, Duration time);

    /**
     * Its market as the control API shows it. Called with the world's lock held.
     *
     * @return a JSON object
     */
    ObjectNode state();

    /** What becomes of an instance that its provider loses. */
    enum Loss {
        /** It is gone: not listed, not found, not billed. */
        GONE,
        /** Its host is out of reach; it stays listed. */
        OFFLINE,
        /** It stopped by itself; it stays listed, and bills what a stopped instance bills. */
        STOPPED
    }
}

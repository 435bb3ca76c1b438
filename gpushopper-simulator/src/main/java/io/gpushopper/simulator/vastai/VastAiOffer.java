package io.gpushopper.simulator.vastai;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An ask: some GPUs of one host at a price.
 *
 * @param id the ask's id
 * @param gpus what is rented
 * @param host where it stands
 * @param terms what it costs and until when
 */
record VastAiOffer(long id, Gpus gpus, Host host, Terms terms) {

    // Storage is priced per GB and month of 30 days (docs/PROVIDERS.md, Vast.ai: offers).
    private static final BigDecimal HOURS_PER_MONTH = BigDecimal.valueOf(720);
    private static final int PRICE_SCALE = 10;

    /** US dollars an hour for a disk of this size. */
    BigDecimal storagePerHour(BigDecimal gigabytes) {
        return terms.storageCost().multiply(gigabytes).divide(HOURS_PER_MONTH, PRICE_SCALE, RoundingMode.HALF_UP);
    }

    /** The same at another price. */
    VastAiOffer repriced(BigDecimal factor) {
        return new VastAiOffer(id, gpus, host, terms.times(factor));
    }

    /** The same GPUs offered anew. */
    VastAiOffer relisted(long newId) {
        return new VastAiOffer(newId, gpus, host, terms);
    }

    /**
     * The cards of an offer.
     *
     * @param model what they are
     * @param count how many
     * @param ramMib memory of one, as the driver reports it
     * @param machineGpus cards of the whole machine
     * @param driverVersion such as {@code 570.133.20}
     * @param cudaMaxGood newest CUDA the driver supports
     */
    record Gpus(VastAiGpu model, int count, int ramMib, int machineGpus, String driverVersion, BigDecimal cudaMaxGood) {

        BigDecimal fraction() {
            return BigDecimal.valueOf(count).divide(BigDecimal.valueOf(machineGpus), 4, RoundingMode.HALF_UP);
        }
    }

    /**
     * The machine and its owner.
     *
     * @param machineId physical machine
     * @param ownerId its owner, the wire's {@code host_id}
     * @param geolocation {@code Place, CC}, or null
     * @param verification {@code verified}, {@code unverified} or {@code deverified}
     * @param datacenter whether it stands in one
     * @param reliability 0 to 1
     * @param cpu its processor
     * @param diskGb free for rent
     * @param network its connection
     */
    record Host(
            long machineId,
            long ownerId,
            @Nullable String geolocation,
            String verification,
            boolean datacenter,
            BigDecimal reliability,
            Cpu cpu,
            BigDecimal diskGb,
            Network network) {

        boolean isVerified() {
            return verification.equals("verified");
        }
    }

    /**
     * A processor.
     *
     * @param name its model
     * @param cores of the whole machine, or null where the host does not say
     * @param coresEffective those of the offer
     * @param ghz its clock
     * @param ramMb of the whole machine
     */
    record Cpu(String name, @Nullable Integer cores, BigDecimal coresEffective, BigDecimal ghz, int ramMb) {}

    /**
     * A connection to the Internet.
     *
     * @param downMbps towards the machine
     * @param upMbps away from it
     * @param directPorts open router ports
     */
    record Network(BigDecimal downMbps, BigDecimal upMbps, int directPorts) {}

    /**
     * Price and time.
     *
     * @param gpuPerHour US dollars an hour for the GPUs
     * @param storageCost US dollars per GB and month
     * @param minBid US dollars an hour, lowest bid
     * @param start since when it is offered
     * @param end when it must be given back, or null
     */
    record Terms(
            BigDecimal gpuPerHour,
            BigDecimal storageCost,
            BigDecimal minBid,
            Instant start,
            @Nullable Instant end) {

        Terms times(BigDecimal factor) {
            return new Terms(scaled(gpuPerHour, factor), storageCost, scaled(minBid, factor), start, end);
        }

        private static BigDecimal scaled(BigDecimal price, BigDecimal factor) {
            return price.multiply(factor).setScale(4, RoundingMode.HALF_UP);
        }
    }
}

package io.gpushopper.domain.offer;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a template may ask of an offer, as far as offers tell it. */
public enum OfferFact {
    /** The short name of the model. */
    GPU_TYPE(Kind.TEXT, offer -> offer.gpus().model().name()),
    /** How many GPUs. */
    GPU_COUNT(Kind.NUMBER, offer -> offer.gpus().count()),
    /** GB of one GPU, as they are sold. */
    VRAM_GB(Kind.NUMBER, offer -> offer.gpus().vram().value()),
    /** GB of all its GPUs. */
    TOTAL_VRAM_GB(
            Kind.NUMBER,
            offer -> offer.gpus().vram().value() * (long) offer.gpus().count()),
    /** The newest CUDA of its driver. */
    CUDA_VERSION(Kind.VERSION, offer -> offer.host().cudaVersion()),
    /** US dollars an hour. */
    PRICE_PER_HOUR(Kind.NUMBER, offer -> offer.price().amount()),
    /** 0 to 1. */
    RELIABILITY(Kind.NUMBER, Offer::reliability),
    /** GB of the largest disk. */
    DISK_GB(Kind.NUMBER, offer -> offer.host().diskGb()),
    /** Virtual CPUs. */
    VCPUS(Kind.NUMBER, offer -> offer.host().vcpus()),
    /** Mb/s. */
    INET_DOWN_MBPS(Kind.NUMBER, offer -> offer.host().inetDownMbps()),
    /** Mb/s. */
    INET_UP_MBPS(Kind.NUMBER, offer -> offer.host().inetUpMbps()),
    /** ISO 3166 alpha-2. */
    COUNTRY(Kind.TEXT, offer -> offer.place().country()),
    /** {@code true} or {@code false}. */
    DATACENTER(Kind.TEXT, offer -> offer.place().datacenter());

    private final Kind kind;

    // No function here has a state; nothing says so in its type.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Offer, @Nullable Object> read;

    OfferFact(Kind kind, Function<Offer, @Nullable Object> read) {
        this.kind = kind;
        this.read = read;
    }

    /** Its name among the fields of an offer, or as one of them would be called. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the offer tells; empty when it doesn't. */
    Optional<String> of(Offer offer) {
        return Optional.ofNullable(read.apply(offer)).map(Object::toString);
    }

    /** Whether the text is such a value. */
    public boolean isValue(String text) {
        return kind.isValue(text);
    }

    Comparator<String> order() {
        return kind.order;
    }

    private enum Kind {
        TEXT(String.CASE_INSENSITIVE_ORDER),
        NUMBER(Comparator.comparing(BigDecimal::new)),
        VERSION(Comparator.comparing(text -> CudaVersion.parse(text).orElseThrow()));

        @SuppressWarnings("ImmutableEnumChecker")
        private final Comparator<String> order;

        Kind(Comparator<String> order) {
            this.order = order;
        }

        boolean isValue(String text) {
            return switch (this) {
                case TEXT -> !text.isBlank();
                case NUMBER -> text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
                case VERSION -> CudaVersion.parse(text).isPresent();
            };
        }
    }
}

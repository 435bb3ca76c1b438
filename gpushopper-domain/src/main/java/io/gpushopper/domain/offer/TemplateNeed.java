package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One thing that a template asks of an offer. An offer that doesn't tell the fact doesn't meet it.
 *
 * @param fact of what
 * @param relation how it must stand to the values
 * @param values one, or for {@code IN} and {@code NOT_IN} at least one; each a value of that fact
 */
public record TemplateNeed(OfferFact fact, Relation relation, List<String> values) {
    public TemplateNeed {
        requireNonNull(fact, "fact");
        requireNonNull(relation, "relation");
        values = List.copyOf(values);
        if (values.isEmpty() || (values.size() > 1 && !relation.takesSeveral())) {
            throw new IllegalArgumentException(relation + " takes another number of values");
        }
        if (!values.stream().allMatch(fact::isValue)) {
            throw new IllegalArgumentException("no values of " + fact + ": " + values);
        }
    }

    /** Whether the offer is so. */
    public boolean isMetBy(Offer offer) {
        return fact.of(offer).filter(this::isMetBy).isPresent();
    }

    private boolean isMetBy(String told) {
        int toFirst = fact.order().compare(told, values.get(0));
        return switch (relation) {
            case EQUAL, IN -> isAmong(told);
            case NOT_EQUAL, NOT_IN -> !isAmong(told);
            case ABOVE -> toFirst > 0;
            case AT_LEAST -> toFirst >= 0;
            case BELOW -> toFirst < 0;
            case AT_MOST -> toFirst <= 0;
        };
    }

    private boolean isAmong(String told) {
        return values.stream().anyMatch(value -> fact.order().compare(told, value) == 0);
    }

    /** For people, such as {@code vram_gb >= 24}. */
    @Override
    public String toString() {
        return fact.word() + " " + relation.sign() + " " + String.join(", ", values);
    }

    /** How a fact must stand to a value. */
    public enum Relation {
        EQUAL("="),
        NOT_EQUAL("!="),
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<="),
        IN("in"),
        NOT_IN("not in");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean takesSeveral() {
            return this == IN || this == NOT_IN;
        }
    }
}

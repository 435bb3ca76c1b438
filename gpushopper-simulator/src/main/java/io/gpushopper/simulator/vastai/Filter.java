package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One comparison of a filter. A null value satisfies only {@code eq null}, {@code neq} and {@code notin}.
 *
 * @param operator how to compare
 * @param operand what to compare with; an array for {@code in} and {@code notin}
 */
record Filter(Operator operator, JsonNode operand) {

    boolean admits(JsonNode value) {
        return switch (operator) {
            case EQ -> equal(value, operand);
            case NEQ -> !equal(value, operand);
            case GT -> ordered(value) && compare(value, operand) > 0;
            case GTE -> ordered(value) && compare(value, operand) >= 0;
            case LT -> ordered(value) && compare(value, operand) < 0;
            case LTE -> ordered(value) && compare(value, operand) <= 0;
            case IN -> among(value);
            case NOTIN -> !among(value);
        };
    }

    private boolean among(JsonNode value) {
        return StreamSupport.stream(operand.spliterator(), false).anyMatch(one -> equal(value, one));
    }

    private boolean ordered(JsonNode value) {
        return !value.isNull() && !operand.isNull();
    }

    private static boolean equal(JsonNode a, JsonNode b) {
        return compare(a, b) == 0;
    }

    /** Nulls first, numbers by value, everything else as text. */
    static int compare(JsonNode a, JsonNode b) {
        if (a instanceof NullNode || b instanceof NullNode) {
            return Boolean.compare(!a.isNull(), !b.isNull());
        }
        if (a.isIntegralNumber() && b.isIntegralNumber()) {
            return Long.compare(a.longValue(), b.longValue());
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.asText().compareTo(b.asText());
    }

    /** The operators of the query language. Source: docs/PROVIDERS.md, Vast.ai: offers. */
    enum Operator {
        EQ,
        NEQ,
        GT,
        GTE,
        LT,
        LTE,
        IN,
        NOTIN;

        static Optional<Operator> find(String word) {
            for (Operator operator : values()) {
                if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return Optional.of(operator);
                }
            }
            return Optional.empty();
        }
    }
}

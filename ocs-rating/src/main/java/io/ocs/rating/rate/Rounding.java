package io.ocs.rating.rate;

import static java.util.Objects.requireNonNull;

/** How the price of a segment is rounded, once: to {@code decimals} (0 to 6) of the currency, in the direction of {@code mode}. */
public record Rounding(Mode mode, int decimals) {

    /** What applies if an offer says nothing: half up at the sixth decimal, the micro-unit in which balances are kept. */
    public static final Rounding DEFAULT = new Rounding(Mode.HALF_UP, 6);

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    public Rounding {
        requireNonNull(mode, "mode");
        if (decimals < 0 || decimals > 6) {
            throw new IllegalArgumentException("decimals must be 0 to 6, not " + decimals);
        }
    }

    /** Direction of rounding; prices are never negative. */
    public enum Mode {
        UP,
        DOWN,
        HALF_UP,
        HALF_DOWN
    }

    /** Micros in one unit of the last decimal. */
    public long quantumMicros() {
        return POWERS[6 - decimals];
    }

    /** What to add to a numerator so that the floor of the division by {@code denominator} is the rounded quotient. */
    long bias(long denominator) {
        return switch (mode) {
            case UP -> denominator - 1;
            case DOWN -> 0;
            case HALF_UP -> denominator >> 1;
            case HALF_DOWN -> (denominator - 1) >> 1;
        };
    }
}

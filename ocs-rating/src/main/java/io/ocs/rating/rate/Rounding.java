package io.ocs.rating.rate;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/** How the price of a segment is rounded, once: to {@code decimals} (0 to 6) of the currency, in the direction of {@code mode}. */
public record Rounding(Mode mode, int decimals) {

    /** What applies if an offer says nothing: half up at the sixth decimal, the micro-unit in which balances are kept. */
    public static final Rounding DEFAULT = new Rounding(Mode.HALF_UP, 6);

    private static final long NANOS_PER_MICRO = 1_000;
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

    /** An amount (10⁻⁹ of the currency) rounded, in units of the last decimal. */
    long quanta(Fraction nanos) {
        Fraction exact = nanos.per(Fraction.of(Math.multiplyExact(quantumMicros(), NANOS_PER_MICRO), 1));
        BigInteger bias = BigInteger.valueOf(bias(exact.denominator().longValueExact()));
        return new Fraction(exact.numerator().add(bias), exact.denominator())
                .floor()
                .longValueExact();
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

package io.ocs.rating.rate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact fraction in lowest terms, for compiling and explaining prices; the path of a request knows only the longs that come out. Immutable.
 *
 * @param denominator at least 1
 */
public record Fraction(BigInteger numerator, BigInteger denominator) {

    /** Nothing. */
    public static final Fraction ZERO = of(0, 1);
    /** The whole. */
    public static final Fraction ONE = of(1, 1);

    public Fraction {
        requireNonNull(numerator, "numerator");
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("a fraction has a denominator of at least 1");
        }
        BigInteger common = numerator.gcd(denominator);
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    /** {@code numerator / denominator}. */
    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** The sum. */
    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** The difference. */
    public Fraction minus(Fraction other) {
        return plus(new Fraction(other.numerator.negate(), other.denominator));
    }

    /** The product. */
    public Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** The quotient by {@code other}, which is more than zero. */
    public Fraction per(Fraction other) {
        return new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** The larger of both. */
    public Fraction max(Fraction other) {
        return minus(other).numerator.signum() >= 0 ? this : other;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return numerator.signum();
    }

    /** The largest whole number that is not above the fraction. */
    BigInteger floor() {
        return numerator.subtract(numerator.mod(denominator)).divide(denominator);
    }

    /** Decimal text of the fraction divided by 10⁹, that is of nano-units as units: exact, or marked with … behind the twelfth decimal. */
    public String nanosText() {
        BigDecimal scale = new BigDecimal(denominator).movePointRight(9);
        BigDecimal cut = new BigDecimal(numerator).divide(scale, 12, RoundingMode.DOWN);
        boolean exact = cut.multiply(scale).compareTo(new BigDecimal(numerator)) == 0;
        BigDecimal bare = cut.stripTrailingZeros();
        return (bare.scale() < 2 ? bare.setScale(2) : bare).toPlainString() + (exact ? "" : "…");
    }
}

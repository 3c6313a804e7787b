package io.ocs.rating.rate;

import static java.lang.Math.addExact;

import java.math.BigInteger;
import java.util.List;

/**
 * The price within one tier, in units of the last decimal ("quanta"):
 *
 * <pre>    quanta(charged) = start + ⌊((charged - from) · numerator + remainder) / denominator⌋</pre>
 *
 * where start and remainder hold all that does not depend on the usage within the tier, rounding included: rounding is a constant added
 * before the one floor division. Taxes that are rounded by themselves are further expressions of that form, which are added. Immutable; no
 * allocation. Overflow is an {@link ArithmeticException}.
 */
final class PricePiece {

    private final long fromUnits;
    private final long startQuanta;
    private final long numerator;
    private final long remainder;
    private final long denominator;
    /** What is rounded by itself and added; mostly none. */
    private final PricePiece[] further;

    /**
     * @param fromUnits units charged behind the first step where this expression begins to count
     * @param start price at that point, in quanta; may be below zero
     * @param slope quanta per unit, at least 0
     * @param lines shares of that, each rounded by itself
     * @throws ArithmeticException if 63 bits do not hold the terms
     */
    PricePiece(long fromUnits, Fraction start, Fraction slope, List<Fraction> lines, Rounding rounding) {
        this(fromUnits, start, slope, rounding, furtherOf(fromUnits, start, slope, lines, rounding));
    }

    private static PricePiece[] furtherOf(
            long fromUnits, Fraction start, Fraction slope, List<Fraction> lines, Rounding rounding) {
        return lines.stream()
                .skip(1)
                .map(share ->
                        new PricePiece(fromUnits, start.times(share), slope.times(share), rounding, new PricePiece[0]))
                .toArray(PricePiece[]::new);
    }

    private PricePiece(long fromUnits, Fraction start, Fraction slope, Rounding rounding, PricePiece[] further) {
        this.fromUnits = fromUnits;
        this.further = further;
        BigInteger common = start.denominator().gcd(slope.denominator());
        BigInteger divisor = start.denominator().multiply(slope.denominator().divide(common));
        denominator = divisor.longValueExact();
        numerator =
                slope.numerator().multiply(divisor.divide(slope.denominator())).longValueExact();
        BigInteger whole = start.numerator()
                .multiply(divisor.divide(start.denominator()))
                .add(BigInteger.valueOf(rounding.bias(denominator)));
        BigInteger rest = whole.mod(divisor);
        remainder = rest.longValueExact();
        startQuanta = whole.subtract(rest).divide(divisor).longValueExact();
    }

    /** Price of so many units charged behind the first step, at least {@code fromUnits}; may be below zero. */
    long quanta(long charged) {
        long quanta = aloneQuanta(charged);
        for (PricePiece line : further) {
            quanta = addExact(quanta, line.quanta(charged));
        }
        return quanta;
    }

    /** Most units charged behind the first step that this expression puts at {@code quanta} or less; -1 if none, not even at its start. */
    long payable(long quanta) {
        long most = payableAlone(quanta);
        return further.length == 0 || most < 0 ? most : payableByLines(quanta, most);
    }

    /** The price never falls within a piece, so what all lines together allow is found by halving. */
    private long payableByLines(long quanta, long most) {
        if (!allows(fromUnits, quanta)) {
            return -1;
        }
        if (numerator == 0) {
            return most;
        }
        long low = fromUnits;
        long high = most;
        while (low < high) {
            long middle = high - (high - low) / 2;
            if (allows(middle, quanta)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private boolean allows(long charged, long quanta) {
        long left = quanta - aloneQuanta(charged);
        for (PricePiece line : further) {
            left -= Math.max(0, line.aloneQuanta(charged));
            if (left < 0) {
                return false;
            }
        }
        return left >= 0;
    }

    private long aloneQuanta(long charged) {
        return addExact(startQuanta, Rational.floor(charged - fromUnits, numerator, remainder, denominator));
    }

    private long payableAlone(long quanta) {
        long spare = quanta - startQuanta; // quanta is at least 0, so this wraps only for a start that no catalogue has
        if (spare < 0) {
            return -1;
        }
        if (numerator == 0) {
            return Long.MAX_VALUE;
        }
        // (charged - from) · numerator + remainder must stay below (spare + 1) · denominator
        long units = Rational.floorSaturated(PriceCurve.addSaturated(spare, 1), denominator, -1 - remainder, numerator);
        return PriceCurve.addSaturated(fromUnits, units);
    }

    /** Whether units within this piece cost nothing at all. */
    boolean isFree() {
        return numerator == 0;
    }
}

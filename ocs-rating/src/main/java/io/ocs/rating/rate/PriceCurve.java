package io.ocs.rating.rate;

import static java.lang.Math.addExact;
import static java.lang.Math.multiplyExact;

import java.math.BigInteger;

/**
 * The cumulative price of one segment, compiled into one exact expression and its inverse. Usage behind the first step is charged in
 * whole steps, and the price in units of the last decimal ("quanta") is
 *
 * <pre>    quanta(charged) = start + ⌊(charged · numerator + remainder) / denominator⌋</pre>
 *
 * where start and remainder hold the set-up fee, the first step and the rounding: rounding is a constant added before the one floor
 * division. Set-up and usage are rounded <em>together</em>; the set-up fee alone, rounded likewise, is then taken off. So
 * {@code setupMicros() + micros(units)} is exactly what the offer says: 0.15 + 0.05/60 s, rounded up at 2 decimals, is 0.17 for 24 s.
 * Since the total is rounded and not its increments, splitting a usage over requests never changes its price.
 *
 * <p>Immutable, safe on any thread, no allocation. Overflow is an {@link ArithmeticException}.
 */
final class PriceCurve {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final long firstUnits;
    private final long stepUnits;
    private final long startQuanta;
    private final long numerator;
    private final long remainder;
    private final long denominator;
    private final long quantumMicros;
    private final long setupMicros;
    private final long maximumMicros;

    /**
     * @param setupNanos set-up fee, 0 in a continuation
     * @param maximumMicros highest price of the segment, set-up fee included; {@link Long#MAX_VALUE} if there is none
     * @throws ArithmeticException if the price is so fine or so large that 63 bits do not hold its terms
     */
    PriceCurve(long setupNanos, FirstStep first, Price price, Rounding rounding, long maximumMicros) {
        firstUnits = first.units();
        stepUnits = price.stepUnits();
        quantumMicros = rounding.quantumMicros();
        BigInteger per = BigInteger.valueOf(price.perUnits());
        BigInteger nanos = BigInteger.valueOf(price.nanos());
        BigInteger quantum = per.multiply(BigInteger.valueOf(multiplyExact(quantumMicros, NANOS_PER_MICRO)));
        BigInteger setup = BigInteger.valueOf(setupNanos).multiply(per);
        BigInteger firstStep = first.hasOwnPrice()
                ? BigInteger.valueOf(first.ownNanos()).multiply(per)
                : BigInteger.valueOf(first.units()).multiply(nanos);
        BigInteger start = setup.add(firstStep);
        BigInteger common = quantum.gcd(nanos).gcd(start).gcd(setup);
        denominator = quantum.divide(common).longValueExact();
        numerator = nanos.divide(common).longValueExact();
        BigInteger divisor = BigInteger.valueOf(denominator);
        BigInteger bias = BigInteger.valueOf(rounding.bias(denominator));
        BigInteger[] whole = start.divide(common).add(bias).divideAndRemainder(divisor);
        startQuanta = whole[0].longValueExact();
        remainder = whole[1].longValueExact();
        long setupQuanta = setup.divide(common).add(bias).divide(divisor).longValueExact();
        setupMicros = multiplyExact(setupQuanta, quantumMicros);
        this.maximumMicros = maximumMicros == UNLIMITED ? UNLIMITED : Math.max(0, maximumMicros - setupMicros);
    }

    /** The set-up fee, rounded as the offer says. */
    long setupMicros() {
        return setupMicros;
    }

    /** Price determination: what {@code units} cost, without set-up fee. */
    long micros(long units) {
        if (units == 0) {
            return 0;
        }
        long quanta = addExact(startQuanta, Rational.floor(charged(units), numerator, remainder, denominator));
        return Math.min(multiplyExact(quanta, quantumMicros) - setupMicros, maximumMicros);
    }

    /** Unit determination: the most units that can follow {@code cumulative} for at most {@code micros} more; ends at a whole step. */
    long affordable(long cumulative, long micros) {
        if (micros < 0) {
            return 0;
        }
        long budget = Math.min(addSaturated(micros(cumulative), micros), maximumMicros);
        long payable = payable(budget);
        return payable == Long.MAX_VALUE ? payable : Math.max(0, payable - cumulative);
    }

    /** The first whole step at or above {@code units}. */
    long ceiling(long units) {
        if (units <= firstUnits) {
            return units == 0 ? 0 : firstUnits;
        }
        return addExact(firstUnits, charged(units));
    }

    /** The last whole step at or below {@code units}; 0 if there is none. */
    long wholeSteps(long units) {
        if (units < firstUnits) {
            return 0;
        }
        return units - (units - firstUnits) % stepUnits;
    }

    /** The last whole step that costs at most {@code budget}. */
    private long payable(long budget) {
        long spare = addSaturated(budget, setupMicros) / quantumMicros - startQuanta;
        if (spare < 0) {
            return 0;
        }
        if (numerator == 0) {
            return Long.MAX_VALUE;
        }
        // charged · numerator + remainder must stay below (spare + 1) · denominator
        long charged = Rational.floorSaturated(addSaturated(spare, 1), denominator, -1 - remainder, numerator);
        return addSaturated(firstUnits, charged - charged % stepUnits);
    }

    /** Units charged at the usage price: those behind the first step, up to the end of their last step. */
    private long charged(long units) {
        long beyond = units - firstUnits;
        return beyond <= 0 ? 0 : multiplyExact((beyond - 1) / stepUnits + 1, stepUnits);
    }

    private static long addSaturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}

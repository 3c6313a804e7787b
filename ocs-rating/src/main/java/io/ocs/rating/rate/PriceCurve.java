package io.ocs.rating.rate;

import static java.lang.Math.addExact;
import static java.lang.Math.multiplyExact;

import java.util.List;

/**
 * The cumulative price of one segment and its inverse, compiled into one exact expression for each tier ({@link PricePiece}). Usage behind
 * the first step is charged in whole steps. Set-up fee, usage, discounts and taxes are rounded <em>together</em>, once; the set-up fee
 * alone, discounted, taxed and rounded likewise, is then taken off. So {@code setupMicros() + micros(units)} is exactly what the offer says:
 * 0.15 + 0.05/60 s, rounded up at 2 decimals, is 0.17 for 24 s. Since the total is rounded and not its increments, splitting a usage over
 * requests never changes its price. With volume tiers the total may fall where a tier begins.
 *
 * <p>Immutable, safe on any thread, no allocation. Overflow is an {@link ArithmeticException}.
 */
final class PriceCurve {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final long firstUnits;
    private final long stepUnits;
    private final PricePiece[] pieces;
    /** Last unit of each piece, first step included. */
    private final long[] ends;

    private final long quantumMicros;
    private final long setupMicros;
    private final long minimumMicros;
    /** Of the usage alone. */
    private final long maximumMicros;

    private final boolean freeBeyond;

    /** @throws ArithmeticException if the price is so fine or so large that 63 bits do not hold its terms */
    PriceCurve(PriceTerms terms) {
        firstUnits = terms.first().units();
        stepUnits = terms.stepUnits();
        quantumMicros = terms.rounding().quantumMicros();
        List<Tier> tiers = terms.tiers().tiers();
        ends = tiers.stream().mapToLong(Tier::upTo).toArray();
        pieces = new PricePiece[ends.length];
        Fraction quantum = Fraction.of(multiplyExact(quantumMicros, NANOS_PER_MICRO), 1);
        boolean graduated = terms.tiers().kind() == Tiers.Kind.GRADUATED;
        Fraction start = terms.start();
        long from = 0;
        for (int i = 0; i < pieces.length; i++) {
            Fraction slope = tiers.get(i).nanosPerUnit();
            if (!graduated) {
                start = volumeStart(terms, slope);
            }
            pieces[i] = new PricePiece(
                    from,
                    terms.adjusted(start).per(quantum),
                    terms.adjusted(slope).minus(terms.adjusted(Fraction.ZERO)).per(quantum),
                    terms.lines(),
                    terms.rounding());
            if (graduated && i + 1 < pieces.length) {
                long length = ends[i] - firstUnits - from;
                start = start.plus(slope.times(Fraction.of(length, 1)));
                from += length;
            }
        }
        setupMicros = setupMicros(terms);
        minimumMicros = terms.limits().minimumMicros();
        maximumMicros =
                terms.limits().hasMaximum() ? Math.max(0, terms.limits().maximumMicros() - setupMicros) : UNLIMITED;
        freeBeyond = terms.limits().freeBeyond();
    }

    /** A first step without a price of its own is charged at the amount of the tier that the whole usage has reached. */
    private static Fraction volumeStart(PriceTerms terms, Fraction slope) {
        return terms.first().hasOwnPrice()
                ? terms.start()
                : Fraction.of(terms.setupNanos(), 1)
                        .plus(slope.times(Fraction.of(terms.first().units(), 1)));
    }

    private static long setupMicros(PriceTerms terms) {
        Fraction setup = terms.adjusted(Fraction.of(terms.setupNanos(), 1)).max(Fraction.ZERO);
        long quanta = 0;
        for (Fraction share : terms.lines()) {
            quanta = addExact(quanta, terms.rounding().quanta(setup.times(share)));
        }
        return multiplyExact(quanta, terms.rounding().quantumMicros());
    }

    /** The set-up fee, with discounts and taxes, rounded as the offer says. */
    long setupMicros() {
        return setupMicros;
    }

    /** Price determination: what {@code units} cost, without set-up fee. */
    long micros(long units) {
        if (units == 0) {
            return 0;
        }
        long quanta = Math.max(0, pieces[pieceOf(units)].quanta(charged(units)));
        long total = Math.max(multiplyExact(quanta, quantumMicros), minimumMicros);
        return Math.min(Math.max(0, total - setupMicros), maximumMicros);
    }

    /**
     * Unit determination: the most units that can follow {@code cumulative} so that the price rises by no more than {@code micros} on the
     * way; ends at a whole step.
     */
    long affordable(long cumulative, long micros) {
        if (micros < 0) {
            return 0;
        }
        long budget = addSaturated(micros(cumulative), micros);
        if (freeBeyond && budget >= maximumMicros && maximumMicros != UNLIMITED) {
            return Long.MAX_VALUE;
        }
        long payable = payable(cumulative, Math.min(budget, maximumMicros));
        return payable == Long.MAX_VALUE ? payable : Math.max(0, payable - cumulative);
    }

    /** Units that follow {@code cumulative}, the end of a step, and cost nothing, whatever the rounding; ends at a whole step. */
    long free(long cumulative) {
        if (freeBeyond && micros(cumulative) == maximumMicros) {
            return Long.MAX_VALUE;
        }
        long free = cumulative;
        for (int i = pieceOf(addExact(cumulative, 1)); i < pieces.length; i++) {
            boolean costsNothing = pieces[i].isFree() && micros(addExact(free, 1)) == micros(cumulative);
            if (!costsNothing) {
                return free - cumulative;
            }
            free = ends[i];
        }
        return Long.MAX_VALUE;
    }

    /** The most that {@code units} more add to the price on their way: more than in the end only if the price falls where a tier begins. */
    long peak(long cumulative, long units) {
        long before = micros(cumulative);
        long end = addExact(cumulative, units);
        long peak = micros(end);
        for (int i = pieceOf(Math.max(1, cumulative)); ends[i] < end; i++) {
            peak = Math.max(peak, micros(ends[i]));
        }
        return peak - before;
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

    /** The last whole step up to which, from {@code cumulative} on, the usage alone costs at most {@code budget}; 0 if there is none. */
    private long payable(long cumulative, long budget) {
        long total = addSaturated(budget, setupMicros);
        if (total < minimumMicros) {
            return 0;
        }
        int piece = pieceOf(Math.max(1, cumulative));
        long begin = piece == 0 ? 0 : ends[piece - 1];
        while (true) {
            long charged = pieces[piece].payable(total / quantumMicros);
            if (charged < 0) {
                return begin;
            }
            long payable =
                    charged == Long.MAX_VALUE ? charged : addSaturated(firstUnits, charged - charged % stepUnits);
            if (payable < ends[piece] || piece + 1 == pieces.length) {
                return Math.max(begin, payable);
            }
            begin = ends[piece];
            piece++;
        }
    }

    private int pieceOf(long units) {
        int piece = 0;
        while (units > ends[piece]) {
            piece++;
        }
        return piece;
    }

    /** Units charged at the usage price: those behind the first step, up to the end of their last step. */
    private long charged(long units) {
        long beyond = units - firstUnits;
        return beyond <= 0 ? 0 : multiplyExact((beyond - 1) / stepUnits + 1, stepUnits);
    }

    static long addSaturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}

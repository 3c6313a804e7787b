package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PriceCurveTest {

    private static PriceCurve curve(long setupNanos, FirstStep first, Price price, Rounding rounding) {
        return new PriceCurve(PriceTerms.of(setupNanos, first, price, rounding, Limits.NONE));
    }

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 50) : LongStream.of(Long.getLong("seed"));
    }

    /** Terms of any size that a catalogue may have, and their price in exact fractions as the oracle. */
    private record Terms(long setupNanos, FirstStep first, Price price, Rounding rounding) {

        static Terms any(SplittableRandom random) {
            long[] pers = {1, 3, 7, 10, 60, 1024, 1_000_000, 1L << 20, 1L << 30};
            long[] steps = {1, 1, 6, 60, 1000, 1024};
            FirstStep[] firsts = {
                FirstStep.NONE,
                FirstStep.of(60),
                new FirstStep(random.nextLong(1, 100), random.nextLong(10_000_000_000L))
            };
            return new Terms(
                    random.nextBoolean() ? 0 : random.nextLong(2_000_000_000L),
                    firsts[random.nextInt(firsts.length)],
                    new Price(
                            random.nextLong(10_000_000_000L),
                            pers[random.nextInt(pers.length)],
                            steps[random.nextInt(steps.length)]),
                    new Rounding(Rounding.Mode.values()[random.nextInt(4)], random.nextInt(7)));
        }

        PriceCurve curve() {
            return PriceCurveTest.curve(setupNanos, first, price, rounding);
        }

        /** Set-up fee and usage together, in micros. */
        BigInteger total(long units) {
            return round(usageTimesPer(units).add(BigInteger.valueOf(setupNanos).multiply(per())));
        }

        BigInteger setup() {
            return round(BigInteger.valueOf(setupNanos).multiply(per()));
        }

        private BigInteger per() {
            return BigInteger.valueOf(price.perUnits());
        }

        private BigInteger usageTimesPer(long units) {
            BigInteger nanos = BigInteger.valueOf(price.nanos());
            BigInteger charged = BigInteger.ZERO;
            long beyond = units;
            if (first.units() > 0 && units > 0) {
                beyond = units - first.units();
                charged = first.hasOwnPrice()
                        ? BigInteger.valueOf(first.ownNanos()).multiply(per())
                        : BigInteger.valueOf(first.units()).multiply(nanos);
            }
            if (beyond > 0) {
                long steps = (beyond - 1) / price.stepUnits() + 1;
                charged = charged.add(BigInteger.valueOf(steps)
                        .multiply(BigInteger.valueOf(price.stepUnits()))
                        .multiply(nanos));
            }
            return charged;
        }

        private BigInteger round(BigInteger nanosTimesPer) {
            RoundingMode mode =
                    switch (rounding.mode()) {
                        case UP -> RoundingMode.CEILING;
                        case DOWN -> RoundingMode.FLOOR;
                        case HALF_UP -> RoundingMode.HALF_UP;
                        case HALF_DOWN -> RoundingMode.HALF_DOWN;
                    };
            BigDecimal quantum = BigDecimal.TEN.pow(9 - rounding.decimals());
            return new BigDecimal(nanosTimesPer)
                    .divide(quantum.multiply(new BigDecimal(per())), 0, mode)
                    .multiply(BigDecimal.valueOf(rounding.quantumMicros()))
                    .toBigIntegerExact();
        }
    }

    private static long anyUnits(SplittableRandom random) {
        return random.nextLong(1, 1L << random.nextInt(1, 34));
    }

    /** Goal: set-up fee and usage together are the exact price, rounded once, for any terms. */
    @ParameterizedTest
    @MethodSource("seeds")
    void setupAndUsageAreTheExactPriceRoundedOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            Terms terms = Terms.any(random);
            PriceCurve curve = terms.curve();
            long units = anyUnits(random);
            assertThat(BigInteger.valueOf(curve.setupMicros())).isEqualTo(terms.setup());
            assertThat(BigInteger.valueOf(curve.setupMicros() + curve.micros(units)))
                    .as("seed %d: %s, %d units", seed, terms, units)
                    .isEqualTo(terms.total(units));
            assertThat(curve.micros(0)).isZero();
        }
    }

    /** Goal: however a usage is split, its debits are never negative and sum up to the exact price of the whole. */
    @ParameterizedTest
    @MethodSource("seeds")
    void splittingAUsageChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            Terms terms = Terms.any(random);
            PriceCurve curve = terms.curve();
            long total = 0;
            long debited = curve.setupMicros();
            for (int request = 0; request < 20; request++) {
                long part = anyUnits(random);
                long debit = curve.micros(total + part) - curve.micros(total);
                assertThat(debit).as("seed %d: %s", seed, terms).isNotNegative();
                total += part;
                debited += debit;
            }
            assertThat(BigInteger.valueOf(debited))
                    .as("seed %d: %s, %d units", seed, terms, total)
                    .isEqualTo(terms.total(total));
        }
    }

    /** Goal: unit determination is the inverse of price determination: what it grants can be paid, one step more cannot. */
    @ParameterizedTest
    @MethodSource("seeds")
    void affordableIsTheInverseOfThePrice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            Terms terms = Terms.any(random);
            PriceCurve curve = terms.curve();
            long used = random.nextInt(3) == 0 ? 0 : anyUnits(random);
            long micros = random.nextLong(1L << random.nextInt(1, 40));
            String where = "seed " + seed + ": " + terms + ", used " + used + ", micros " + micros;
            long units = curve.affordable(used, micros);
            if (units == Long.MAX_VALUE) {
                assertThat(terms.price().nanos()).as(where).isZero();
            } else {
                long spent = curve.micros(used + units) - curve.micros(used);
                long next = curve.ceiling(used + units + 1);
                assertThat(spent).as(where).isLessThanOrEqualTo(micros);
                assertThat(curve.micros(next) - curve.micros(used)).as(where).isGreaterThan(micros);
                assertThat(units == 0 || curve.ceiling(used + units) == used + units)
                        .as(where)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0} units: {1} units are charged, at {2}")
    @CsvSource({"0, 0, 0", "1, 60, 600000", "59, 60, 600000", "60, 60, 600000", "61, 120, 1200000"})
    void boundariesOfAStep(long units, long charged, long micros) {
        PriceCurve curve = curve(0, FirstStep.NONE, new Price(10_000_000, 1, 60), Rounding.DEFAULT);
        assertThat(curve.ceiling(units)).isEqualTo(charged);
        assertThat(curve.micros(units)).isEqualTo(micros);
    }

    @ParameterizedTest(name = "{0} units after a first step of 30: {1} units are charged, at {2}")
    @CsvSource({"0, 0, 0", "1, 30, 3000", "29, 30, 3000", "30, 30, 3000", "31, 36, 3600", "36, 36, 3600", "37, 42, 4200"
    })
    void boundariesOfTheFirstStep(long units, long charged, long micros) {
        PriceCurve curve = curve(0, FirstStep.of(30), new Price(100_000, 1, 6), Rounding.DEFAULT);
        assertThat(curve.ceiling(units)).isEqualTo(charged);
        assertThat(curve.micros(units)).isEqualTo(micros);
    }

    @ParameterizedTest(name = "{0}: {1} units of half a micro are {2} micros")
    @CsvSource({"HALF_UP, 1, 1", "HALF_UP, 2, 1", "HALF_UP, 3, 2", "UP, 1, 1", "UP, 2, 1", "DOWN, 1, 0", "DOWN, 3, 1"})
    void ties(Rounding.Mode mode, long units, long micros) {
        PriceCurve curve = curve(0, FirstStep.NONE, new Price(500, 1, 1), new Rounding(mode, 6));
        assertThat(curve.micros(units)).isEqualTo(micros);
    }

    @Test
    void theOpenStepIsPaidAndPartOfTheNextGrant() {
        PriceCurve curve = curve(0, FirstStep.NONE, new Price(1_000_000_000, 60, 60), Rounding.DEFAULT);
        assertThat(curve.affordable(10, 0)).isEqualTo(50);
        assertThat(curve.affordable(10, 1_000_000)).isEqualTo(110);
        assertThat(curve.affordable(60, 0)).isZero();
        assertThat(curve.affordable(60, 999_999)).isZero();
    }

    @Test
    void whatCostsNothingIsUnlimited() {
        PriceCurve free = curve(0, FirstStep.NONE, Price.FREE, Rounding.DEFAULT);
        assertThat(free.affordable(7, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(free.micros(Long.MAX_VALUE)).isZero();
        PriceCurve freeAfterFirst = curve(0, new FirstStep(60, 1_000_000_000), Price.FREE, Rounding.DEFAULT);
        assertThat(freeAfterFirst.affordable(0, 999_999)).isZero();
        assertThat(freeAfterFirst.affordable(0, 1_000_000)).isEqualTo(Long.MAX_VALUE);
        assertThat(freeAfterFirst.affordable(1, 0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void overflowIsAnErrorAndNoWrap() {
        PriceCurve dear = curve(0, FirstStep.NONE, new Price(1_000_000_000, 1, 60), Rounding.DEFAULT);
        assertThatThrownBy(() -> dear.micros(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> dear.micros(Long.MAX_VALUE / 1_000_000)).isInstanceOf(ArithmeticException.class);
        assertThat(dear.affordable(0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE / 1_000_000 / 60 * 60);
    }

    @Test
    void aPriceThatNo63BitsHoldIsRefusedWhenCompiled() {
        Price tooFine = new Price(123_456_789, 1L << 55, 1);
        assertThatThrownBy(() -> curve(0, FirstStep.NONE, tooFine, new Rounding(Rounding.Mode.UP, 0)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void theMaximumIncludesTheSetupFee() {
        PriceCurve curve = new PriceCurve(PriceTerms.of(
                1_000_000_000,
                FirstStep.NONE,
                new Price(1_000_000_000, 1, 1),
                Rounding.DEFAULT,
                new Limits(0, 10_000_000, false)));
        assertThat(curve.affordable(0, Long.MAX_VALUE)).isEqualTo(9);
        assertThat(curve.micros(100)).isEqualTo(9_000_000);
    }
}

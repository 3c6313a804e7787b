package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prices with tiers, limits, discounts and taxes of any size, against exact fractions. */
class TieredCurveTest {

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 50) : LongStream.of(Long.getLong("seed"));
    }

    /** Terms that a catalogue may have; those that are too fine for 63 bits are refused when it is loaded. */
    private static PriceTerms any(SplittableRandom random) {
        while (true) {
            PriceTerms terms = drawn(random);
            try {
                new PriceCurve(terms);
                return terms;
            } catch (ArithmeticException e) {
                assertThat(terms.tiers().isSingle() && terms.adjustments().isEmpty())
                        .as("simple prices are never too fine: %s", terms)
                        .isFalse();
            }
        }
    }

    private static PriceTerms drawn(SplittableRandom random) {
        long step = new long[] {1, 6, 60, 1000, 1024}[random.nextInt(5)];
        FirstStep first =
                switch (random.nextInt(3)) {
                    case 0 -> FirstStep.NONE;
                    case 1 -> FirstStep.of(step * random.nextInt(1, 4));
                    default -> new FirstStep(step * random.nextInt(1, 4), random.nextLong(2_000_000_000L));
                };
        List<Tier> tiers = new ArrayList<>();
        long end = first.units();
        int count = random.nextInt(1, 5);
        for (int i = 1; i < count; i++) {
            end += step * random.nextLong(1, 200);
            tiers.add(tier(random, end));
        }
        tiers.add(tier(random, Long.MAX_VALUE));
        Tiers.Kind kind = random.nextBoolean() ? Tiers.Kind.GRADUATED : Tiers.Kind.VOLUME;
        List<Adjustment> adjustments = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            adjustments.add(
                    random.nextBoolean()
                            ? Adjustment.discount("d", random.nextInt(1, 101) * 10_000L)
                            : Adjustment.discountNanos("d", random.nextLong(1_000_000_000L)));
        }
        if (random.nextBoolean()) {
            adjustments.add(Adjustment.tax("t", random.nextInt(1, 300) * 1_000L));
        }
        Rounding rounding = new Rounding(Rounding.Mode.values()[random.nextInt(4)], random.nextInt(7));
        return new PriceTerms(
                random.nextBoolean() ? 0 : random.nextLong(1_000_000_000L),
                first,
                new Tiers(kind, tiers),
                step,
                adjustments,
                lines(random),
                rounding,
                limits(random, rounding.quantumMicros()));
    }

    /** Mostly all together, else up to three taxes that are rounded by themselves. */
    private static List<Fraction> lines(SplittableRandom random) {
        List<Fraction> lines = new ArrayList<>(List.of(Fraction.ONE));
        for (int i = random.nextInt(2) * random.nextInt(4); i > 0; i--) {
            lines.add(Fraction.of(random.nextLong(1, 1_000_001), 1_000_000));
        }
        return lines;
    }

    private static Tier tier(SplittableRandom random, long end) {
        long nanos = random.nextInt(4) == 0 ? 0 : random.nextLong(50_000_000L);
        return new Tier(end, nanos, new long[] {1, 7, 60, 1024}[random.nextInt(4)]);
    }

    private static Limits limits(SplittableRandom random, long quantum) {
        long minimum = random.nextInt(3) == 0 ? quantum * random.nextInt(1, 5) : 0;
        long maximum = random.nextInt(3) == 0 ? minimum + quantum * random.nextInt(1, 50) : Long.MAX_VALUE;
        return new Limits(minimum, maximum, random.nextBoolean());
    }

    /** Set-up fee and usage together, in micros, from the words of the offer. */
    private static BigInteger total(PriceTerms terms, long units) {
        Fraction sum = Fraction.of(terms.setupNanos(), 1);
        long charged = 0;
        if (units > 0) {
            long beyond = Math.max(0, units - terms.first().units());
            charged = terms.first().units() + (beyond + terms.stepUnits() - 1) / terms.stepUnits() * terms.stepUnits();
        }
        long counted = charged;
        if (terms.first().hasOwnPrice() && units > 0) {
            sum = sum.plus(Fraction.of(terms.first().ownNanos(), 1));
            counted -= terms.first().units();
        }
        long begin = 0;
        for (Tier tier : terms.tiers().tiers()) {
            boolean reached = charged > begin && (charged <= tier.upTo());
            long from =
                    terms.first().hasOwnPrice() ? Math.max(begin, terms.first().units()) : begin;
            long part = terms.tiers().kind() == Tiers.Kind.VOLUME
                    ? (reached ? counted : 0)
                    : Math.max(0, Math.min(charged, tier.upTo()) - from);
            sum = sum.plus(tier.nanosPerUnit().times(Fraction.of(part, 1)));
            begin = tier.upTo();
        }
        Fraction net = terms.adjusted(sum).max(Fraction.ZERO);
        BigDecimal quantum = BigDecimal.valueOf(terms.rounding().quantumMicros() * 1000);
        RoundingMode mode =
                switch (terms.rounding().mode()) {
                    case UP -> RoundingMode.CEILING;
                    case DOWN -> RoundingMode.FLOOR;
                    case HALF_UP -> RoundingMode.HALF_UP;
                    case HALF_DOWN -> RoundingMode.HALF_DOWN;
                };
        return terms.lines().stream()
                .map(net::times)
                .map(line -> new BigDecimal(line.numerator())
                        .divide(quantum.multiply(new BigDecimal(line.denominator())), 0, mode)
                        .multiply(BigDecimal.valueOf(terms.rounding().quantumMicros()))
                        .toBigIntegerExact())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static long anyUnits(SplittableRandom random) {
        return random.nextLong(1, 1L << random.nextInt(1, 22));
    }

    /** Goal: what is charged is the exact price, rounded once, within its limits. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isTheExactPriceRoundedOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            PriceTerms terms = any(random);
            PriceCurve curve = new PriceCurve(terms);
            long units = anyUnits(random);
            BigInteger setup = total(terms, 0);
            BigInteger expected = total(terms, units)
                    .max(BigInteger.valueOf(terms.limits().minimumMicros()))
                    .min(BigInteger.valueOf(terms.limits().maximumMicros()).max(setup))
                    .max(setup);
            String where = "seed " + seed + ": " + terms + ", " + units + " units";
            assertThat(BigInteger.valueOf(curve.setupMicros())).as(where).isEqualTo(setup);
            assertThat(BigInteger.valueOf(curve.setupMicros() + curve.micros(units)))
                    .as(where)
                    .isEqualTo(expected);
        }
    }

    /** Goal: however a usage is split, its debits sum up to the price of the whole; they are below zero with volume tiers only. */
    @ParameterizedTest
    @MethodSource("seeds")
    void splittingAUsageChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            PriceTerms terms = any(random);
            PriceCurve curve = new PriceCurve(terms);
            long total = 0;
            long debited = 0;
            for (int request = 0; request < 20; request++) {
                long part = random.nextLong(1, 1L << random.nextInt(1, 16));
                long debit = curve.micros(total + part) - curve.micros(total);
                assertThat(debit >= 0 || terms.tiers().kind() == Tiers.Kind.VOLUME)
                        .as("seed %d: %s", seed, terms)
                        .isTrue();
                assertThat(debit).as("seed %d: %s", seed, terms).isLessThanOrEqualTo(curve.peak(total, part));
                total += part;
                debited += debit;
            }
            assertThat(debited).as("seed %d: %s", seed, terms).isEqualTo(curve.micros(total));
        }
    }

    /** Goal: unit determination is the inverse of price determination: the way to what it grants can be paid, one step more cannot. */
    @ParameterizedTest
    @MethodSource("seeds")
    void affordableIsTheInverseOfThePrice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            PriceTerms terms = any(random);
            PriceCurve curve = new PriceCurve(terms);
            long used = random.nextInt(3) == 0 ? 0 : curve.ceiling(anyUnits(random));
            long micros = random.nextLong(1L << random.nextInt(1, 34));
            long units = curve.affordable(used, micros);
            String where = "seed " + seed + ": " + terms + ", used " + used + ", micros " + micros + ", gets " + units;
            boolean unlimited = units == Long.MAX_VALUE;
            assertThat(curve.peak(used, unlimited ? 1L << 30 : units)).as(where).isLessThanOrEqualTo(micros);
            if (!unlimited) {
                long end = used + units;
                assertThat(units == 0 || curve.ceiling(end) == end).as(where).isTrue();
                long next = curve.ceiling(end + 1) - used;
                boolean stopped = terms.limits().hasMaximum()
                        && !terms.limits().freeBeyond()
                        && curve.micros(used + next) >= terms.limits().maximumMicros() - curve.setupMicros();
                assertThat(stopped || curve.peak(used, next) > micros).as(where).isTrue();
            }
        }
    }

    /** Goal: what is granted without money costs nothing, in any catalogue. */
    @ParameterizedTest
    @MethodSource("seeds")
    void freeUnitsCostNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            PriceTerms terms = any(random);
            PriceCurve curve = new PriceCurve(terms);
            long used = random.nextInt(3) == 0 ? 0 : curve.ceiling(anyUnits(random));
            long free = curve.free(used);
            long units = free == Long.MAX_VALUE ? 1L << 30 : free;
            assertThat(curve.peak(used, units))
                    .as("seed %d: %s, used %d, free %d", seed, terms, used, free)
                    .isZero();
        }
    }
}

package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a unit counts in a credit pool: exactly its price, in one proportion for all prices. */
class PoolMultiplierTest {

    private static PriceTerms terms(Price price) {
        return PriceTerms.of(0, FirstStep.NONE, price, Rounding.DEFAULT, Limits.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 1000, 1000, 9.437184", // 0.001 for 1000
        "100000000, 60, 1, 15728.64", // 0.10 a minute: a sixth of a cent has no end, nine of them have
        "5000000000, 1073741824, 1048576, 0.0439453125",
        "1000000000, 1, 1, 9437184",
        "1, 3600, 1, 0.00000262144",
        "0, 1000, 1000, 0",
        "1000000000, 7, 1, 0", // a seventh has no end
        "1000000000, 27, 1, 0"
    })
    void isInProportionToThePrice(long nanos, long perUnits, long stepUnits, BigDecimal wanted) {
        PoolMultiplier multiplier = PoolMultiplier.of(terms(new Price(nanos, perUnits, stepUnits)));
        assertThat(BigDecimal.valueOf(multiplier.digits(), -multiplier.exponent()))
                .isEqualByComparingTo(wanted);
    }

    @Test
    void whatIsNotLinearHasNone() {
        Price price = new Price(1_000_000, 1000, 1000);
        assertThat(PoolMultiplier.of(PriceTerms.of(1, FirstStep.NONE, price, Rounding.DEFAULT, Limits.NONE)))
                .isEqualTo(PoolMultiplier.NONE);
        assertThat(PoolMultiplier.of(PriceTerms.of(0, FirstStep.of(60), price, Rounding.DEFAULT, Limits.NONE)))
                .isEqualTo(PoolMultiplier.NONE);
        assertThat(PoolMultiplier.of(
                        PriceTerms.of(0, FirstStep.NONE, price, Rounding.DEFAULT, new Limits(0, 1_000_000, false))))
                .isEqualTo(PoolMultiplier.NONE);
        Tiers tiers = new Tiers(
                Tiers.Kind.GRADUATED,
                List.of(new Tier(10_000, 1_000_000, 1000), new Tier(Long.MAX_VALUE, 500_000, 1000)));
        assertThat(PoolMultiplier.of(new PriceTerms(
                        0, FirstStep.NONE, tiers, 1000, List.of(), Tax.NONE.lines(), Rounding.DEFAULT, Limits.NONE)))
                .isEqualTo(PoolMultiplier.NONE);
        assertThat(PoolMultiplier.of(new PriceTerms(
                        0,
                        FirstStep.NONE,
                        Tiers.single(price),
                        1000,
                        List.of(Adjustment.discountNanos("gift", 5)),
                        Tax.NONE.lines(),
                        Rounding.DEFAULT,
                        Limits.NONE)))
                .isEqualTo(PoolMultiplier.NONE);
    }

    @Test
    void discountsAndTaxesCount() {
        PoolMultiplier multiplier = PoolMultiplier.of(new PriceTerms(
                0,
                FirstStep.NONE,
                Tiers.single(new Price(1_000_000_000, 1, 1)),
                1,
                List.of(Adjustment.discount("fifth", 200_000), Adjustment.tax("vat", 190_000)),
                Tax.NONE.lines(),
                Rounding.DEFAULT,
                Limits.NONE));
        assertThat(BigDecimal.valueOf(multiplier.digits(), -multiplier.exponent()))
                .isEqualByComparingTo("8984199.168"); // 9 · 2²⁰ · 0.8 · 1.19
    }

    /** Goal: whatever part of a grant is used, at most the slack is missing between what it costs and what it counts in the pool. */
    @Test
    void theSlackCoversStepsAndRounding() {
        long seed = Long.getLong("seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            Price price =
                    new Price(random.nextLong(1, 1_000_000_000), random.nextLong(1, 100), random.nextLong(1, 500));
            Rounding rounding = new Rounding(Rounding.Mode.values()[random.nextInt(4)], random.nextInt(7));
            PriceTerms terms = PriceTerms.of(0, FirstStep.NONE, price, rounding, Limits.NONE);
            PoolMultiplier multiplier = PoolMultiplier.of(terms);
            if (multiplier.digits() == 0) {
                continue;
            }
            PriceCurve curve = new PriceCurve(terms);
            long used = random.nextLong(10_000);
            long granted = curve.ceiling(used) - used + price.stepUnits() * random.nextLong(1, 20);
            long held = curve.micros(used + granted) - curve.micros(curve.ceiling(used)) + multiplier.slackMicros();
            long more = random.nextLong(2 * granted);
            long cost = curve.micros(used + more) - curve.micros(used);
            // what is left of the pool in micros, times perUnits · 1000, as whole numbers
            BigInteger left = BigInteger.valueOf(granted - more).multiply(BigInteger.valueOf(price.nanos()));
            BigInteger have = BigInteger.valueOf(held - cost).multiply(BigInteger.valueOf(1_000 * price.perUnits()));
            assertThat(have).as("seed %d, %s, %s", seed, price, rounding).isGreaterThanOrEqualTo(left);
        }
    }
}

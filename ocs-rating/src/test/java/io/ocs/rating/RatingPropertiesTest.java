package io.ocs.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.Tariff;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random catalogues of all forms of prices, random usage from nothing to 30 days. Rerun one with {@code -Dseed=N}. */
class RatingPropertiesTest {

    private static final long FROM_MS = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();
    private static final long DAYS_MS = 86_400_000L;
    private static final long LONGEST_S = 30 * 86_400L;
    private static final int USAGES = 20;
    private static final int SWITCHES_A_DAY = 6;

    private SplittableRandom random;

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 150) : LongStream.of(Long.getLong("seed"));
    }

    /** Goal: whatever is used, its price is found in few steps, is the same however it is reported, and buys the usage again. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyUsageIsRatedAndSplittingChangesNothing(long seed) {
        random = new SplittableRandom(seed);
        String yaml = catalogue();
        TariffCatalog catalog = TestCatalog.load(Map.of("test.yaml", yaml));
        for (int i = 0; i < USAGES; i++) {
            long startMs = FROM_MS + random.nextLong(1_000 * DAYS_MS) / 1000 * 1000;
            long seconds = random.nextInt(4) == 0 ? random.nextLong(100) : random.nextLong(LONGEST_S + 1);
            Tariff tariff = TestCatalog.voice(catalog, "", startMs);
            String where = "seed " + seed + ", " + seconds + " s from " + Instant.ofEpochMilli(startMs) + "\n" + yaml;
            CaseSession whole = new CaseSession(catalog, tariff, startMs).report(seconds);
            assertThat(whole.parts()).as(where).isLessThanOrEqualTo(30 * SWITCHES_A_DAY + SWITCHES_A_DAY);
            assertThat(whole.chargedMicros()).as(where).isNotNegative();
            CaseSession pieces = new CaseSession(catalog, tariff, startMs);
            long left = seconds;
            while (left > 0) {
                long part = random.nextBoolean() ? left : random.nextLong(1, left + 1);
                pieces.report(part);
                left -= part;
            }
            assertThat(pieces.chargedMicros()).as(where).isEqualTo(whole.chargedMicros());
            checkInverse(tariff, seconds, startMs, where);
        }
    }

    /** Within one band: what is granted for an amount costs no more, and one step more does. */
    private static void checkInverse(Tariff tariff, long seconds, long startMs, String where) {
        assertThat(tariff.unit()).isEqualTo(UnitKind.TIME);
        assertThat(tariff.validUntilMs(startMs)).as(where).isGreaterThan(startMs);
        long held = tariff.holdMicros(0, seconds, false);
        long buys = tariff.affordableUnits(0, false, held);
        boolean ends = tariff.affordableUnits(0, false, Long.MAX_VALUE / 2) < seconds;
        assertThat(buys >= seconds || ends).as(where).isTrue();
        if (buys > 0 && buys < LONGEST_S) {
            assertThat(tariff.holdMicros(0, buys, false)).as(where).isLessThanOrEqualTo(held);
            long more = tariff.stepCeiling(buys + 1, false);
            assertThat(ends || tariff.holdMicros(0, more, false) > held)
                    .as(where)
                    .isTrue();
        }
    }

    private String catalogue() {
        StringBuilder price = new StringBuilder();
        long step = pick(1, 6, 10, 60);
        price.append("match: {service: voice}, per: ")
                .append(pick(1, 10, 60, 3600))
                .append("s, step: ")
                .append(step)
                .append('s');
        if (random.nextBoolean()) {
            price.append(", set-up: ").append(amount(2));
        }
        if (random.nextInt(3) == 0) {
            price.append(", first-step: ").append(step * random.nextInt(1, 5)).append('s');
        }
        price.append(", rounding: {mode: ")
                .append(new String[] {"up", "down", "half-up", "half-down"}[random.nextInt(4)])
                .append(", decimals: ")
                .append(random.nextInt(7))
                .append('}');
        if (random.nextBoolean()) {
            price.append(", tax: {")
                    .append(
                            random.nextBoolean()
                                    ? "included: true"
                                    : random.nextBoolean() ? "included: false" : "included: false, rounding: line")
                    .append(", rates: [{name: a, percent: 19%}, {name: b, percent: 5.3%}]}");
        }
        switch (random.nextInt(5)) {
            case 0 -> tiers(price, step, "graduated-tiers");
            case 1 -> tiers(price, step, "volume-tiers");
            case 2 -> bands(price);
            case 3 -> price.append(", amount: ").append(amount(9)).append(dated());
            default -> limits(price);
        }
        return "holidays: [{name: h, dates: [12-25, 2027-03-29]}]\noffers:\n- name: test\n  currency: EUR\n  time-zone: Europe/Berlin\n"
                + "  holidays: h\n  prices:\n  - {name: p, " + price + "}\n";
    }

    private void tiers(StringBuilder price, long step, String kind) {
        long end = step * random.nextLong(20, 1_000);
        String first = price.toString().contains("first-step") ? "" : ", per: 30s";
        price.append(", ")
                .append(kind)
                .append(": [{up-to: ")
                .append(end)
                .append("s, amount: ")
                .append(amount(4));
        price.append("}, {up-to: ")
                .append(end + step * random.nextLong(1, 5_000))
                .append("s, amount: ")
                .append(amount(3));
        price.append(first).append("}, {amount: ").append(amount(6)).append("}]");
    }

    private void bands(StringBuilder price) {
        int from = random.nextInt(0, 12);
        price.append(", bands: [{name: x, from: ")
                .append(clock(from))
                .append(", to: ")
                .append(clock(from + random.nextInt(1, 12)));
        price.append(random.nextBoolean() ? ", days: [mon-fri]" : "")
                .append(", amount: ")
                .append(amount(4))
                .append("}, ");
        if (random.nextBoolean()) {
            price.append("{name: y, days: [holiday], priority: 1, amount: ")
                    .append(amount(3))
                    .append("}, ");
            price.append("{name: w, month-days: [1, last], priority: 2, amount: ")
                    .append(amount(3))
                    .append("}, ");
        }
        price.append("{name: z, amount: ").append(amount(5)).append("}]").append(dated());
    }

    private String dated() {
        return random.nextBoolean()
                ? ""
                : ", discounts: [{name: d, percent: 50%, valid-from: 2026-03-29}, {name: e, percent: 12.5%, valid-until: 2027-01-01}]";
    }

    private void limits(StringBuilder price) {
        price.append(", amount: ")
                .append(amount(4))
                .append(", discounts: [{name: d, percent: 10%}, {name: e, amount: 0.1}]");
        if (random.nextBoolean()) {
            price.append(", minimum-cost: 1");
        }
        price.append(random.nextBoolean() ? ", maximum-cost: 7" : ", maximum-cost: {amount: 7, then: free}");
    }

    private static String clock(int hour) {
        return "%02d:00".formatted(hour);
    }

    private String amount(int decimals) {
        return random.nextInt(3) + "."
                + ("%0" + decimals + "d").formatted(random.nextInt(1, (int) Math.pow(10, Math.min(decimals, 6))));
    }

    private long pick(long... values) {
        return values[random.nextInt(values.length)];
    }
}

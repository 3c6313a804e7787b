package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WeeklyPlanTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int HOUR_S = 3600;

    /** Band 1 each day from {@code from} to {@code to} seconds after midnight, else band 0. */
    private static WeeklyPlan daily(int from, int to) {
        int[] starts = new int[15];
        int[] bands = new int[15];
        for (int day = 0; day < 7; day++) {
            starts[2 * day + 1] = day * 24 * HOUR_S + from;
            bands[2 * day + 1] = 1;
            starts[2 * day + 2] = day * 24 * HOUR_S + to;
        }
        return new WeeklyPlan(BERLIN, starts, bands);
    }

    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    // On 2026-03-29 at 01:00 UTC Berlin's clock goes from 02:00 to 03:00; on 2026-10-25 at 01:00 UTC from 03:00 back to
    // 02:00.
    @ParameterizedTest(name = "{0}: band {1} until {2}")
    @CsvSource({
        "2026-03-28T00:00:00Z, 0, 2026-03-28T01:00:00Z", // the night before: 01:00 local, band 1 from 02:00 on
        "2026-03-28T01:00:00Z, 1, 2026-03-28T03:00:00Z", // 02:00 to 04:00 in winter time
        "2026-03-29T00:59:59Z, 0, 2026-03-29T01:00:00Z", // 01:59:59, then the clock shows 03:00: band 1, one hour only
        "2026-03-29T01:00:00Z, 1, 2026-03-29T02:00:00Z", // until 04:00 in summer time
        "2026-03-29T02:00:00Z, 0, 2026-03-30T00:00:00Z", // the next night begins an hour earlier by UTC
        "2026-10-25T00:00:00Z, 1, 2026-10-25T03:00:00Z", // 02:00 in summer time to 04:00 in winter time: three hours
        "2026-10-25T01:00:00Z, 1, 2026-10-25T03:00:00Z", // 02:00 for the second time
        "2026-10-25T03:00:00Z, 0, 2026-10-26T01:00:00Z"
    })
    void nightsInWhichTheClockIsPutForwardOrBack(String at, int band, String until) {
        WeeklyPlan plan = daily(2 * HOUR_S, 4 * HOUR_S);
        assertThat(plan.bandAt(ms(at))).isEqualTo(band);
        assertThat(Instant.ofEpochMilli(plan.nextSwitchMs(ms(at)))).isEqualTo(Instant.parse(until));
    }

    @ParameterizedTest(name = "{0}: band {1} until {2}")
    @CsvSource({
        "2026-03-29T00:59:00Z, 0, 2026-03-29T01:30:00Z", // 02:15 to 02:45 is skipped whole ... and 03:30 to 04:00
        // follows
        "2026-10-25T00:00:00Z, 0, 2026-10-25T00:15:00Z", // 02:15 comes twice
        "2026-10-25T00:15:00Z, 1, 2026-10-25T00:45:00Z",
        "2026-10-25T00:45:00Z, 0, 2026-10-25T01:15:00Z",
        "2026-10-25T01:15:00Z, 1, 2026-10-25T01:45:00Z"
    })
    void partsOfTheSkippedAndOfTheRepeatedHour(String at, int band, String until) {
        int[] starts = {0, 6 * 86400 + 8100, 6 * 86400 + 9900, 6 * 86400 + 12600, 6 * 86400 + 14400};
        WeeklyPlan plan = new WeeklyPlan(BERLIN, starts, new int[] {0, 1, 0, 1, 0});
        assertThat(plan.bandAt(ms(at))).isEqualTo(band);
        assertThat(Instant.ofEpochMilli(plan.nextSwitchMs(ms(at)))).isEqualTo(Instant.parse(until));
    }

    @Test
    void weeksEndIsNoSwitchIfTheBandGoesOn() {
        WeeklyPlan plan = new WeeklyPlan(BERLIN, new int[] {0, 8 * HOUR_S, 19 * HOUR_S}, new int[] {0, 1, 0});
        assertThat(plan.nextSwitchMs(ms("2026-11-24T12:00:00.500Z"))).isEqualTo(ms("2026-11-30T07:00:00Z"));
    }

    @Test
    void oneBandNeverSwitches() {
        assertThat(WeeklyPlan.always().nextSwitchMs(ms("2026-11-24T12:00:00Z"))).isEqualTo(Long.MAX_VALUE);
        assertThat(WeeklyPlan.always().bandAt(-1)).isZero();
    }

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 20) : LongStream.of(Long.getLong("seed"));
    }

    /** Goal: the band is that of the local clock as the JDK tells it, and a switch comes exactly where the band changes. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheClockOfTheZone(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] zones = {
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "America/Sao_Paulo"
        };
        ZoneId zone = ZoneId.of(zones[random.nextInt(zones.length)]);
        int parts = random.nextInt(2, 12);
        int[] starts = random.ints(parts, 1, WeeklyPlan.WEEK_S / 60)
                .map(minute -> minute * 60)
                .distinct()
                .sorted()
                .toArray();
        int[] withMonday = LongStream.concat(
                        LongStream.of(0), java.util.Arrays.stream(starts).asLongStream())
                .mapToInt(start -> (int) start)
                .toArray();
        int[] bands = random.ints(withMonday.length, 0, 3).toArray();
        WeeklyPlan plan = new WeeklyPlan(zone, withMonday, bands);
        for (int i = 0; i < 300; i++) {
            long atMs = random.nextLong(ms("2010-01-01T00:00:00Z"), ms("2100-01-01T00:00:00Z"));
            String where = "seed " + seed + ", " + zone + " " + Instant.ofEpochMilli(atMs);
            assertThat(plan.bandAt(atMs)).as(where).isEqualTo(expected(zone, withMonday, bands, atMs));
            long untilMs = plan.nextSwitchMs(atMs);
            if (untilMs != Long.MAX_VALUE) {
                assertThat(untilMs).as(where).isGreaterThan(atMs);
                assertThat(plan.bandAt(untilMs)).as(where).isNotEqualTo(plan.bandAt(atMs));
                for (long betweenMs = atMs; betweenMs < untilMs; betweenMs += 1 + (untilMs - atMs) / 50) {
                    assertThat(plan.bandAt(betweenMs)).as(where).isEqualTo(plan.bandAt(atMs));
                }
                assertThat(plan.bandAt(untilMs - 1)).as(where).isEqualTo(plan.bandAt(atMs));
            }
        }
    }

    private static int expected(ZoneId zone, int[] starts, int[] bands, long atMs) {
        ZonedDateTime local = Instant.ofEpochMilli(atMs).atZone(zone);
        int second = (local.getDayOfWeek().getValue() - 1) * 86400
                + local.toLocalTime().toSecondOfDay();
        int part = 0;
        while (part + 1 < starts.length && starts[part + 1] <= second) {
            part++;
        }
        return bands[part];
    }
}

package io.ocs.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: charging goes first, and yet the lag is bounded. Time is simulated: a producer, and a reader that works in pieces and rests as told. */
class PaceTest {

    private static final long LAG_MAX_MS = 10_000;
    private static final long MS = 1_000_000;
    private static final long OCTETS_PER_MS = 10_000; // ten times what counts as busy

    private final Pace pace = new Pace(Duration.ofMillis(LAG_MAX_MS));
    private long nowNanos;
    private double read; // milliseconds of production that have been read
    private double producedMs;
    private double producing = 1;
    private long worked;
    private long rested;
    private long longestRest;

    /** Reads for {@code nanos}, at most to the end; one millisecond's production costs {@code cost} milliseconds. */
    private void piece(long nanos, double cost) {
        long todo = Math.round((producedMs - read) * cost * MS);
        long work = Math.max(1_000, Math.min(nanos, todo));
        pass(work);
        worked += work;
        read = Math.min(producedMs, read + work / (cost * MS));
        long rest = rest(work);
        while (rest > 0) {
            longestRest = Math.max(longestRest, rest);
            pass(rest);
            rested += rest;
            rest = rest(0);
        }
    }

    private long rest(long work) {
        return pace.restNanos(work, lagMs(), (long) (producedMs * OCTETS_PER_MS), nowNanos);
    }

    private void pass(long nanos) {
        nowNanos += nanos;
        producedMs += producing * nanos / MS;
    }

    private long lagMs() {
        return (long) (producedMs - read);
    }

    private void makeBusy() {
        rest(0);
        pass(Pace.LOOK_NANOS);
        rest(0);
        read = producedMs;
    }

    @Test
    void worksATenthOfTheTimeWhenHardlyBehind() {
        makeBusy();
        for (int i = 0; i < 1_000; i++) {
            piece(MS, 0.05);
        }
        assertThat(lagMs()).isLessThan(100);
        assertThat((double) worked / (worked + rested)).isBetween(0.05, 0.12);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "2500, 0.156", "5000, 0.325", "9000, 0.829"})
    void theShareGrowsWithTheSquareOfTheLag(long lagMs, double share) {
        makeBusy();
        long rest = 0;
        for (int i = 0; i < 100; i++) {
            long part = pace.restNanos(MS, lagMs, Long.MAX_VALUE / 2, nowNanos);
            while (part > 0) {
                rest += part;
                part = pace.restNanos(0, lagMs, Long.MAX_VALUE / 2, nowNanos);
            }
        }
        assertThat(100.0 * MS / (100.0 * MS + rest)).isCloseTo(share, org.assertj.core.data.Offset.offset(0.01));
    }

    @Test
    void doesNotRestFromTheLongestLagOn() {
        makeBusy();
        assertThat(pace.restNanos(MS, LAG_MAX_MS, Long.MAX_VALUE / 2, nowNanos)).isZero();
        assertThat(pace.restNanos(MS, Long.MAX_VALUE, Long.MAX_VALUE / 2, nowNanos))
                .isZero();
    }

    @Test
    void doesNotRestWhileChargingIsIdleHoweverFarItIsBehind() {
        producing = 0.001;
        producedMs = 5_000;
        for (int i = 0; i < 3_000; i++) {
            piece(MS, 0.5);
        }
        assertThat(rested).isZero();
        assertThat(lagMs()).isZero();
    }

    @Test
    void restsNoLongerThanToTheNextLookWhenChargingFallsIdle() {
        makeBusy();
        pace.restNanos(900 * MS, 0, (long) (producedMs * OCTETS_PER_MS), nowNanos);
        producing = 0;
        long idleFrom = nowNanos;
        long rest = rest(0);
        while (rest > 0) {
            pass(rest);
            rest = rest(0);
        }
        assertThat(nowNanos - idleFrom).isLessThanOrEqualTo(2 * Pace.LOOK_NANOS + Pace.REST_MAX_NANOS);
    }

    @Test
    void withoutALagItNeverRests() {
        Pace never = new Pace(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            assertThat(never.restNanos(MS, 0, i * 1_000_000L, 10L * i * MS)).isZero();
        }
    }

    /** Random loads, costs and sizes of a piece: it always comes to work again, and whoever can keep up stays below the bound. */
    @RepeatedTest(20)
    void theLagIsBoundedIfTheSinkCanKeepUpAndAllIsReadOnceIdle() {
        long seed = RandomRecords.seed();
        SplittableRandom random = new SplittableRandom(seed);
        makeBusy();
        double cost = 0.02 + 0.9 * random.nextDouble();
        long piece = random.nextLong(MS / 2, 100 * MS);
        long end = nowNanos + 60_000 * MS;
        boolean hasWorked = true;
        long longestLagMs = 0;
        while (nowNanos < end) {
            double load = random.nextInt(4) == 0 ? 0 : 0.2 + 0.8 * random.nextDouble();
            producing = load;
            long phase = nowNanos + random.nextLong(1, 5_000) * MS;
            while (nowNanos < phase) {
                long before = worked;
                piece(piece, cost);
                hasWorked &= worked > before;
                longestLagMs = Math.max(longestLagMs, lagMs());
            }
        }
        assertThat(longestRest).isLessThanOrEqualTo(Pace.REST_MAX_NANOS);
        assertThat(hasWorked).as("seed %d", seed).isTrue();
        assertThat(longestLagMs)
                .as("seed %d, cost %f, piece %d ns", seed, cost, piece)
                .isLessThan(LAG_MAX_MS + 120);
        producing = 0;
        long behind = lagMs();
        long idleFrom = nowNanos;
        while (lagMs() > 0) {
            piece(piece, cost);
        }
        assertThat((nowNanos - idleFrom) / MS)
                .as("seed %d", seed)
                .isLessThanOrEqualTo((long) (behind * cost) + 2 * Pace.LOOK_NANOS / MS + Pace.REST_MAX_NANOS / MS + 1);
    }
}

package io.ocs.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: whatever becomes of the wall clock, time goes on, never back, never by leaps, and arrives at what the wall clock says. */
class SystemClockTest {

    private static final long HOUR_MS = 3_600_000;
    private static final long START_MS = 1_793_620_800_000L;

    private long wallMs = START_MS;
    private long monotonicMs = 77;
    private final SystemClock clock = new SystemClock(() -> wallMs, () -> monotonicMs * 1_000_000);

    private void pass(long ms) {
        wallMs += ms;
        monotonicMs += ms;
    }

    private void step(long ms) {
        wallMs += ms;
        clock.follow();
    }

    @Test
    void withoutStepsItIsTheWallClock() {
        for (int i = 0; i < 100; i++) {
            pass(1_001);
            clock.follow();
            assertThat(clock.nowMs()).isEqualTo(wallMs);
        }
        assertThat(clock.offsetMs()).isZero();
    }

    @Test
    void aStepForwardIsMadeGoodHalfAsFastAgain() {
        step(HOUR_MS);
        assertThat(clock.nowMs()).as("no leap").isEqualTo(START_MS);
        assertThat(clock.offsetMs()).isEqualTo(HOUR_MS);
        pass(10_000);
        assertThat(clock.nowMs()).isEqualTo(START_MS + 15_000);
        pass(2 * HOUR_MS - 10_000);
        assertThat(clock.nowMs()).isEqualTo(wallMs);
        pass(5_000);
        assertThat(clock.nowMs()).as("and then as fast as ever").isEqualTo(wallMs);
    }

    @Test
    void aStepBackIsWaitedForAtHalfTheSpeed() {
        step(-HOUR_MS);
        assertThat(clock.nowMs()).isEqualTo(START_MS);
        pass(10_000);
        assertThat(clock.nowMs()).as("it does not stand still").isEqualTo(START_MS + 5_000);
        pass(2 * HOUR_MS - 10_000);
        assertThat(clock.nowMs()).isEqualTo(wallMs);
        assertThat(clock.offsetMs()).isZero();
    }

    @Test
    void aStepThatIsTakenBackLeavesNothing() {
        step(HOUR_MS);
        pass(60_000);
        step(-HOUR_MS);
        assertThat(clock.offsetMs()).isEqualTo(-30_000);
        pass(60_000);
        assertThat(clock.nowMs()).isEqualTo(wallMs);
    }

    /** Set back while the process was down: what was written then was later than what the wall clock says now. */
    @Test
    void itGoesOnFromWhatAnEarlierLifeHasSeen() {
        clock.notBefore(START_MS - 1);
        assertThat(clock.nowMs()).as("the past changes nothing").isEqualTo(START_MS);
        clock.notBefore(START_MS + HOUR_MS);
        assertThat(clock.nowMs()).isEqualTo(START_MS + HOUR_MS);
        assertThat(clock.offsetMs()).isEqualTo(-HOUR_MS);
        clock.follow();
        pass(10_000);
        assertThat(clock.nowMs()).as("time goes on").isEqualTo(START_MS + HOUR_MS + 5_000);
        pass(2 * HOUR_MS - 10_000);
        assertThat(clock.nowMs()).isEqualTo(wallMs);
    }

    /** Each look at the machine's clocks takes its time, which passes for whoever asks at the same moment. */
    @Test
    void whileItTurnsNoTimeIsLost() {
        long lookMs = 40;
        SystemClock slow = new SystemClock(() -> wallMs, () -> {
            pass(lookMs);
            return monotonicMs * 1_000_000;
        });
        long monotonicBegin = monotonicMs;
        long begin = slow.nowMs() - lookMs;
        wallMs += HOUR_MS;
        slow.follow();
        wallMs -= HOUR_MS;
        slow.follow();
        long last = slow.nowMs();
        assertThat(last - begin).as("of %d ms", monotonicMs - monotonicBegin).isEqualTo(monotonicMs - monotonicBegin);
    }

    @Test
    void anyStepsAtAnyTimes() {
        long seed = Long.getLong("seed", 20261124L);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            long before = clock.nowMs();
            long ms = random.nextLong(10_000);
            pass(ms);
            long passed = clock.nowMs() - before;
            assertThat(passed).as("seed %d, turn %d", seed, i).isBetween(ms / 2 - 1, ms + ms / 2 + 1);
            if (random.nextInt(20) == 0) {
                step(random.nextLong(-HOUR_MS, HOUR_MS));
            }
        }
        pass(2 * Math.abs(clock.offsetMs()) + 1);
        assertThat(clock.nowMs()).as("seed %d", seed).isEqualTo(wallMs);
    }
}

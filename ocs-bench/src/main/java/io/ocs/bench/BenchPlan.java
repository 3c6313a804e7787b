package io.ocs.bench;

import java.time.Duration;
import java.util.List;

/**
 * What a bench measures of each contender.
 *
 * @param shapes closed loops, in this order
 * @param ratePerSecond of the open loop; 0: a share of what the first contender reached in the middle one of the shapes
 * @param runs times that each contender is started and measured
 * @param warmup load on each new process before anything is measured
 * @param measured time of each measurement
 * @param topUpPercent top-ups beside each measurement, in per cent of its requests
 */
record BenchPlan(
        Mix mix,
        List<LoadShape> shapes,
        long ratePerSecond,
        Subscribers subscribers,
        int runs,
        Duration warmup,
        Duration measured,
        long runId,
        int threads,
        int topUpPercent) {
    private static final int OPEN_LOOP_PERCENT = 70;

    private static final Duration SETTLE_MAX = Duration.ofMillis(500);

    BenchPlan {
        if (shapes.isEmpty() || runs < 1) {
            throw new IllegalArgumentException("at least one load and one run");
        }
        shapes = List.copyOf(shapes);
    }

    LoadShape middleShape() {
        return shapes.get(shapes.size() / 2);
    }

    /** The open loop has the widest window, so that what piles up in a stall piles up at the server. */
    LoadShape openLoop(long closedLoopRatePerSecond) {
        int window = shapes.stream().mapToInt(LoadShape::window).max().orElseThrow();
        long rate = ratePerSecond > 0 ? ratePerSecond : closedLoopRatePerSecond * OPEN_LOOP_PERCENT / 100;
        return new LoadShape(middleShape().connections(), window, Math.max(1, rate));
    }

    LoadPlan load(LoadShape shape) {
        return new LoadPlan(mix, shape, subscribers, settle(), measured, runId, threads);
    }

    LoadPlan warmupLoad() {
        return new LoadPlan(mix, middleShape(), subscribers, Duration.ZERO, warmup, runId, threads);
    }

    /** Load in front of the measured time of each run, until the new shape has settled. */
    private Duration settle() {
        return measured.compareTo(SETTLE_MAX) < 0 ? measured : SETTLE_MAX;
    }
}

package io.ocs.bench;

import java.time.Duration;

/**
 * One run of load. The same plan sends the same requests to the same subscribers, but for the times.
 *
 * @param warmup load before the measured time
 * @param measured measured time, over zero
 * @param runId part of every Session-Id, so that no two runs against one server share any; also the seed of the subscribers' order
 * @param threads event loops of the generator, 1 or more
 * @param cut what an open loop could not send by the end of the measured time is not sent later
 */
public record LoadPlan(
        Mix mix,
        LoadShape shape,
        Subscribers subscribers,
        Duration warmup,
        Duration measured,
        long runId,
        int threads,
        boolean cut) {
    public LoadPlan {
        if (warmup.isNegative() || measured.isNegative() || measured.isZero()) {
            throw new IllegalArgumentException("measured time must be over zero, the warm-up not less");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: 1 or more");
        }
    }

    /** All that falls due is sent, if need be late. */
    public LoadPlan(
            Mix mix,
            LoadShape shape,
            Subscribers subscribers,
            Duration warmup,
            Duration measured,
            long runId,
            int threads) {
        this(mix, shape, subscribers, warmup, measured, runId, threads, false);
    }

    /** The same under another run id. */
    LoadPlan withRunId(long id) {
        return new LoadPlan(mix, shape, subscribers, warmup, measured, id, threads, cut);
    }

    /** The same, where nothing is sent after the measured time. */
    LoadPlan cutAtEnd() {
        return new LoadPlan(mix, shape, subscribers, warmup, measured, runId, threads, true);
    }

    /** The same for another time. */
    LoadPlan lasting(Duration otherWarmup, Duration otherMeasured) {
        return new LoadPlan(mix, shape, subscribers, otherWarmup, otherMeasured, runId, threads, cut);
    }
}

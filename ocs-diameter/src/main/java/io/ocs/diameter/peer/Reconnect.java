package io.ocs.diameter.peer;

import java.util.SplittableRandom;

/**
 * When to connect to a peer again: the first time after about a second, then after twice as long each time, up to Tc of RFC 6733 §2.1, each a random part
 * shorter, so that peers do not come in step. A peer that has said that it does not want to be connected to (§5.4.3) is left alone for longer. Times are those
 * of {@link System#nanoTime}. Belongs to one event loop.
 */
final class Reconnect {

    /** After a DPR that says BUSY, in Tc. */
    private static final int BUSY_FACTOR = 10;
    /** After a DPR that says DO_NOT_WANT_TO_TALK_TO_YOU, in Tc: an hour with the default. It may come itself at any time. */
    private static final int UNWANTED_FACTOR = 120;

    private final long minNanos;
    private final long maxNanos;
    private final SplittableRandom random;
    private long intervalNanos;
    private long dueNanos;

    /** The first attempt is due now. */
    Reconnect(PeerTimers timers, SplittableRandom random, long now) {
        minNanos = timers.reconnectMinNanos();
        maxNanos = timers.reconnectMaxNanos();
        this.random = random;
        intervalNanos = minNanos;
        dueNanos = now;
    }

    boolean isDue(long now) {
        return now - dueNanos >= 0;
    }

    /** An attempt has failed. */
    void failed(long now) {
        dueNanos = now + jittered(intervalNanos);
        intervalNanos = Math.min(maxNanos, 2 * intervalNanos);
    }

    /**
     * An open connection has ended. Only one that has lasted makes the next attempts quick again, so that a peer that accepts and then drops each connection
     * is not tried once a second for ever.
     *
     * @param cause what the peer has said in a DPR; null if it has sent none
     */
    void ended(DisconnectCause cause, long openNanos, long now) {
        if (openNanos >= maxNanos) {
            intervalNanos = minNanos;
        }
        if (cause == DisconnectCause.BUSY) {
            dueNanos = now + jittered(BUSY_FACTOR * maxNanos);
        } else if (cause == DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU) {
            dueNanos = now + jittered(UNWANTED_FACTOR * maxNanos);
        } else {
            failed(now);
        }
    }

    /** Not at once, whatever else will be said about an end that was just seen. */
    void postpone(long now) {
        long earliest = now + jittered(minNanos);
        if (dueNanos - earliest < 0) {
            dueNanos = earliest;
        }
    }

    /** From half of the interval to all of it. */
    private long jittered(long nanos) {
        return nanos - random.nextLong(nanos / 2 + 1);
    }
}

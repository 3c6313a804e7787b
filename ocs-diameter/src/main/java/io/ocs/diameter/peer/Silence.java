package io.ocs.diameter.peer;

import java.util.SplittableRandom;

/**
 * Measures the silence of one connection: tells when to ask with a watchdog (RFC 3539 §3.4.1) and when to give up. Belongs to the connection's event
 * loop.
 */
final class Silence {

    /** What a silence calls for. */
    enum Verdict {
        NONE,
        /** Send a DWR. */
        ASK,
        /** The DWR was not answered: the peer is suspect. */
        SUSPECT,
        /** The peer is gone, or never was one. */
        GONE,
        /** Its successor takes over. */
        PREDECESSOR_DEAD,
        /** The connection was ended long enough ago. */
        LINGERED
    }

    private static final long NOT_RUNNING = Long.MIN_VALUE;
    private static final int ASKED = 1;
    private static final int SUSPECTED = 2;

    private final PeerTimers timers;
    private final SplittableRandom random;
    private long connectedNanos;
    private long watchdogFromNanos;
    private long watchdogNanos;
    private int missed;
    private long partialFromNanos = NOT_RUNNING;
    private long probeFromNanos = NOT_RUNNING;
    private long closingFromNanos = NOT_RUNNING;
    private long lingeringFromNanos = NOT_RUNNING;

    Silence(PeerTimers timers, SplittableRandom random) {
        this.timers = timers;
        this.random = random;
    }

    void begin(long now) {
        connectedNanos = now;
        watchdogFromNanos = now;
        watchdogNanos = timers.nextWatchdogNanos(random);
    }

    /** Since when there is this connection, by {@link System#nanoTime}. */
    long connectedNanos() {
        return connectedNanos;
    }

    /** Any octet is a sign of life. */
    void onRead(long now) {
        watchdogFromNanos = now;
        missed = 0;
    }

    /** A message has ended. */
    void onFrame() {
        partialFromNanos = NOT_RUNNING;
    }

    /** After a read: whether the beginning of a message is left over. */
    void partial(boolean present, long now) {
        if (!present) {
            partialFromNanos = NOT_RUNNING;
        } else if (partialFromNanos == NOT_RUNNING) {
            partialFromNanos = now;
        }
    }

    void probe(long now) {
        probeFromNanos = now;
    }

    void probeEnded() {
        probeFromNanos = NOT_RUNNING;
    }

    void closing(long now) {
        closingFromNanos = now;
    }

    void lingering(long now) {
        lingeringFromNanos = now;
    }

    /** It need not wait for its peer any more. */
    void lingered() {
        lingeringFromNanos = NOT_RUNNING;
    }

    boolean isLingering() {
        return lingeringFromNanos != NOT_RUNNING;
    }

    /** Looks at all time-outs of the state; a watchdog interval that has passed is counted and begins anew. */
    Verdict check(PeerState state, long now) {
        return switch (state) {
            case WAIT_CER, WAIT_CEA, ELECTING ->
                has(connectedNanos, timers.messageNanos(), now) ? Verdict.GONE : Verdict.NONE;
            case OPEN -> checkOpen(now);
            case CLOSING ->
                isPartialOverdue(now) || has(closingFromNanos, timers.closingNanos(), now)
                        ? Verdict.GONE
                        : Verdict.NONE;
            case CLOSED -> has(lingeringFromNanos, timers.probeNanos(), now) ? Verdict.LINGERED : Verdict.NONE;
        };
    }

    private Verdict checkOpen(long now) {
        if (isPartialOverdue(now)) {
            return Verdict.GONE;
        }
        if (has(probeFromNanos, timers.probeNanos(), now)) {
            return Verdict.PREDECESSOR_DEAD;
        }
        if (!has(watchdogFromNanos, watchdogNanos, now)) {
            return Verdict.NONE;
        }
        watchdogFromNanos = now;
        watchdogNanos = timers.nextWatchdogNanos(random);
        missed++;
        return missed == ASKED ? Verdict.ASK : missed == SUSPECTED ? Verdict.SUSPECT : Verdict.GONE;
    }

    private boolean isPartialOverdue(long now) {
        return has(partialFromNanos, timers.messageNanos(), now);
    }

    private static boolean has(long from, long durationNanos, long now) {
        return from != NOT_RUNNING && now - from >= durationNanos;
    }
}

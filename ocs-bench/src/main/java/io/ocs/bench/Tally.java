package io.ocs.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What the connections of one event loop have seen. Written by that loop only; {@link #answered()} may be read by any thread, the
 * rest when the loop has stopped writing.
 */
final class Tally {
    private static final int CODES = 6000;
    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram acceptedNow = emptyHistogram();
    private final Histogram acceptedBefore = emptyHistogram();
    private final Histogram refusedNanos = emptyHistogram();
    private final long[] messageCodes = new long[CODES];
    private final long[] serviceCodes = new long[CODES];
    private final long[] requests = new long[Protocol.EVENT + 1];
    private final long fromNanos;
    private final long toNanos;

    private long answeredInWindow;
    private long acceptedInWindow;
    private long refused;
    private long tooBusy;
    private long unsent;
    private long mismatched;
    private long lost;
    private long disconnects;
    private long answeredHere;
    private volatile long answered;

    /** Requests that should leave from {@code fromNanos} on and before {@code toNanos} are measured. */
    Tally(long fromNanos, long toNanos) {
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
    }

    /** A whole answer that repeats its request's ids; the services' codes were given before. */
    void answered(VirtualSession session, int resultCode, boolean success, long nowNanos) {
        answeredHere++;
        if (!success) {
            refused++;
            tooBusy += resultCode == Protocol.TOO_BUSY ? 1 : 0;
        }
        if (nowNanos >= fromNanos && nowNanos < toNanos) {
            answeredInWindow++;
            acceptedInWindow += success ? 1 : 0;
        }
        if (measures(session)) {
            requests[session.requestType]++;
            messageCodes[index(resultCode)]++;
            Histogram histogram = success ? acceptedNow : refusedNanos;
            histogram.recordValue(Math.min(Math.max(nowNanos - session.intendedNanos, 1), LATENCY_NANOS_MAX));
        }
    }

    /** One service of the session's answer. */
    void service(VirtualSession session, int resultCode) {
        if (measures(session)) {
            serviceCodes[index(resultCode)]++;
        }
    }

    /** An answer that belongs to no request, or not to that one. */
    void mismatched() {
        mismatched++;
    }

    /** Requests that will have no answer. */
    void lost(int count) {
        lost += count;
    }

    /** Requests that could not be sent. */
    void unsent(int count) {
        unsent += count;
    }

    /** A connection that the server ended. */
    void disconnected() {
        disconnects++;
    }

    /** Lets other threads see how much was answered so far. */
    void publish() {
        answered = answeredHere;
    }

    /** Answers since the start, as of the last read. */
    long answered() {
        return answered;
    }

    void add(Tally other) {
        acceptedBefore.add(other.acceptedNanos());
        refusedNanos.add(other.refusedNanos);
        addAll(messageCodes, other.messageCodes);
        addAll(serviceCodes, other.serviceCodes);
        addAll(requests, other.requests);
        answeredInWindow += other.answeredInWindow;
        acceptedInWindow += other.acceptedInWindow;
        refused += other.refused;
        tooBusy += other.tooBusy;
        unsent += other.unsent;
        mismatched += other.mismatched;
        lost += other.lost;
        disconnects += other.disconnects;
    }

    static Histogram emptyHistogram() {
        return new Histogram(1, LATENCY_NANOS_MAX, DIGITS);
    }

    /** Of all answers. */
    Histogram latencyNanos() {
        Histogram all = acceptedNanos();
        all.add(refusedNanos);
        return all;
    }

    /** Of the answers without any refusal. */
    Histogram acceptedNanos() {
        Histogram all = acceptedBefore.copy();
        all.add(acceptedNow);
        return all;
    }

    /** Those that came since the last call; they stay counted in {@link #acceptedNanos()}. */
    Histogram takeLatencyNanos() {
        Histogram taken = acceptedNow.copy();
        acceptedBefore.add(taken);
        acceptedNow.reset();
        return taken;
    }

    long acceptedInWindow() {
        return acceptedInWindow;
    }

    long tooBusy() {
        return tooBusy;
    }

    long unsent() {
        return unsent;
    }

    long answeredInWindow() {
        return answeredInWindow;
    }

    long refused() {
        return refused;
    }

    long mismatches() {
        return mismatched;
    }

    long lost() {
        return lost;
    }

    long disconnects() {
        return disconnects;
    }

    /** Measured requests by CC-Request-Type. */
    long requests(int requestType) {
        return requests[requestType];
    }

    Map<Integer, Long> messageCodes() {
        return counted(messageCodes);
    }

    Map<Integer, Long> serviceCodes() {
        return counted(serviceCodes);
    }

    private boolean measures(VirtualSession session) {
        return session.intendedNanos >= fromNanos && session.intendedNanos < toNanos;
    }

    private static int index(int resultCode) {
        return resultCode > 0 && resultCode < CODES ? resultCode : 0;
    }

    private static void addAll(long[] to, long[] from) {
        for (int index = 0; index < to.length; index++) {
            to[index] += from[index];
        }
    }

    private static Map<Integer, Long> counted(long[] codes) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int code = 0; code < codes.length; code++) {
            if (codes[code] > 0) {
                counts.put(code, codes[code]);
            }
        }
        return counts;
    }
}

package io.ocs.core.shard;

/** Counters of a shard: written by its thread, read by any. They say what happened since the start; no subscriber data. */
public final class ShardStatistics {

    private volatile long batches;
    private volatile long requests;
    private volatile long commands;
    private volatile long committedOctets;
    private volatile long commitNanos;
    private volatile long commits;
    private volatile long lastCommitNanos;
    private volatile boolean committing;
    private volatile long committingSinceNanos;
    private volatile long lostBatches;
    private volatile long refusedLate;
    private volatile long supervised;
    private volatile long implausibleReports;
    private volatile int lastBatch;
    private final Distribution batchSizes = Distribution.ofOneWriter(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000);
    /** Nanoseconds: 50 µs to 5 s. */
    private final Distribution commitTimes = Distribution.ofOneWriter(
            50_000,
            100_000,
            200_000,
            500_000,
            1_000_000,
            2_000_000,
            5_000_000,
            10_000_000,
            20_000_000,
            50_000_000,
            100_000_000,
            500_000_000,
            1_000_000_000,
            5_000_000_000L);

    /** Something is being made durable, its oldest batch since then. */
    void onUnderWay(long sinceNanos) {
        committingSinceNanos = sinceNanos;
        committing = true;
    }

    void onNothingUnderWay() {
        committing = false;
    }

    // One writer: a read and a plain ordered write are enough.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onBatch(int newRequests, int newCommands, long octets, long nanos) {
        batches++;
        requests += newRequests;
        commands += newCommands;
        committedOctets += octets;
        commitNanos += nanos;
        lastBatch = newRequests + newCommands;
        batchSizes.record(lastBatch);
        if (octets > 0) {
            commitTimes.record(nanos);
            commits++;
            lastCommitNanos = nanos;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onLostBatch() {
        lostBatches++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onRefusedLate() {
        refusedLate++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onSupervised() {
        supervised++;
    }

    void onDecided(long implausible) {
        if (implausible != implausibleReports) {
            implausibleReports = implausible;
        }
    }

    /** Reports of more usage than anybody can have had. */
    public long implausibleReports() {
        return implausibleReports;
    }

    /** Duty cycles that answered something. */
    public long batches() {
        return batches;
    }

    /** Credit-control requests decided. */
    public long requests() {
        return requests;
    }

    public long commands() {
        return commands;
    }

    /** Octets handed to the journal. */
    public long committedOctets() {
        return committedOctets;
    }

    /** Time between the end of a batch's decisions and its being durable, of all batches; those of several batches overlap. */
    public long commitNanos() {
        return commitNanos;
    }

    /** Batches made durable. */
    public long commits() {
        return commits;
    }

    /** How long the oldest commit under way has taken so far, by a clock of {@code nowNanos}; if none is, what the last one took. */
    public long commitNanosNow(long nowNanos) {
        return committing ? Math.max(0, nowNanos - committingSinceNanos) : lastCommitNanos;
    }

    /** Whether something is being made durable. */
    public boolean isCommitting() {
        return committing;
    }

    /** Batches that the journal did not take; all of their requests were answered 3004. */
    public long lostBatches() {
        return lostBatches;
    }

    /** Requests refused because they had waited too long. */
    public long refusedLate() {
        return refusedLate;
    }

    /** Sessions ended by supervision (Tcc). */
    public long supervised() {
        return supervised;
    }

    /** Requests and commands of the last batch. */
    public int lastBatch() {
        return lastBatch;
    }

    /** Requests and commands of all batches. */
    public Distribution batchSizes() {
        return batchSizes;
    }

    /** What batches took to be made durable, in nanoseconds: the write, the force, and what waited for them. */
    public Distribution commitTimes() {
        return commitTimes;
    }
}

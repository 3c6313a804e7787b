package io.ocs.cdr;

/**
 * How far a projector has come; for metrics, readiness and operators.
 *
 * @param sink {@code file} or {@code database}
 * @param shard of the journal
 * @param state what it does
 * @param readPosition journal position behind the last batch read
 * @param durablePosition every record before this journal position is durable in the sink
 * @param restartPosition position from which the sink would go on after a crash
 * @param neededFrom position before which it needs nothing of the journal: the restart position, or a later one up to which it can take all from
 *     closed files while it cannot write
 * @param lagOctets committed octets of the journal that are not durable in this sink yet
 * @param lagMs age of the oldest committed batch that has not been read yet, in milliseconds; 0 if all have
 * @param records durable records since the start of the process
 * @param lastError what went wrong last, or an empty text
 */
public record CdrProgress(
        String sink,
        int shard,
        State state,
        long readPosition,
        long durablePosition,
        long restartPosition,
        long neededFrom,
        long lagOctets,
        long lagMs,
        long records,
        String lastError) {

    /** States of a projector. */
    public enum State {
        /** Not opened yet. */
        NEW,
        RUNNING,
        /** The sink cannot write at present; it is tried again with back-off. */
        RETRYING,
        /** The sink contradicts the journal or a record cannot be understood: alarm, an operator must look. */
        STOPPED,
        CLOSED
    }
}

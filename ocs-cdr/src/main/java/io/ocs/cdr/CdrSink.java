package io.ocs.cdr;

import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.journal.Journal;

/**
 * Where the charging data records of one shard go. A sink makes records durable together with the journal position behind them, in one atomic
 * step: so {@link #open} after a crash or a failure loses none and repeats none. Owned by the projector's thread. Every method
 * may throw a {@link CdrSinkException}; the sink is then closed and opened again.
 */
public interface CdrSink extends AutoCloseable {

    /** Name in metrics and logs: {@code file} or {@code database}. */
    String name();

    /** Goes to the last durable state, undoing what was half done, and returns it. */
    CdrMark open();

    /**
     * The journal has lost its tail or was restored: another epoch begins at {@code position}, before the one that {@link #open} returned. Makes
     * that the durable position to go on from. What the lost tail had brought here stays, under its earlier epoch.
     */
    void rewind(long position);

    /**
     * This sink is new, and the journal was restored from a backup, which begins with a state instead of the records that led to it. Makes durable that
     * it goes on behind {@code mark}.
     */
    void begin(CdrMark mark);

    /**
     * Takes records from elsewhere than the journal, if it can; called after {@link #open}, {@link #begin} and {@link #rewind}.
     *
     * @return the journal position from which on records are wanted
     * @throws CdrSinkException if the journal has let go of what is wanted: the message says how to come by it
     */
    default long catchUp(Journal journal) {
        return restartPosition();
    }

    /**
     * Journal position before which this sink needs nothing of the journal, as it could take it from elsewhere; at least
     * {@link #restartPosition}. Asked while the sink cannot write, open or not.
     */
    default long neededFrom(Journal journal) {
        return restartPosition();
    }

    /** Takes the next record; its content is valid during the call only. */
    void append(ChargingDataRecord cdr);

    /** All records before {@code position}, the end of a batch of the journal, have been given. */
    void batchEnd(long position, long nowMs);

    /** Makes durable what is due by time; called once in each duty cycle. */
    void poll(long nowMs);

    /** Makes everything given durable now. */
    void flush();

    /** Every record before this journal position is durable. */
    long durablePosition();

    /** The position that {@link #open} would return. At most {@link #durablePosition}; 0 if it was never open. */
    long restartPosition();

    /** Records that are durable since this sink was created. */
    long durableRecords();

    /** Lets go of files and connections without making anything durable. Never throws. */
    @Override
    void close();
}

package io.ocs.core.shard;

/** Gives one shard its duty cycles, all by one thread at a time. */
public interface ShardRunner extends AutoCloseable {

    /** Begins; to be called once. */
    void start();

    /** Has the shard finish what waits, and ends it. Waits for that. */
    @Override
    void close();
}

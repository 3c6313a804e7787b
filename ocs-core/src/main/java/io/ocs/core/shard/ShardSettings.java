package io.ocs.core.shard;

/**
 * Bounds of a shard.
 *
 * @param ringCapacity requests of one event loop in flight, a power of two
 * @param queueCapacity commands and queries waiting
 * @param batchMax requests and commands in one batch at most
 * @param batchAim requests after which a batch is committed, if the committer has room; else it goes on to grow
 * @param waitMaxMs requests that have waited longer are refused with 3004, terminations excepted
 * @param undoOctets memory for what one batch changes, as it was before; at least 1 MiB
 * @param supervisionHoldMs after a start, no session is ended by supervision for so long: clients must get the chance to be heard again
 */
public record ShardSettings(
        int ringCapacity,
        int queueCapacity,
        int batchMax,
        int batchAim,
        int undoOctets,
        long waitMaxMs,
        long supervisionHoldMs) {

    /** 2,048 in flight per event loop, 4,096 commands, batches of 128 to 1,024 in 8 MiB, one second of waiting, one minute of grace. */
    public static ShardSettings defaults() {
        return new ShardSettings(2048, 4096, 1024, 128, 8 * 1024 * 1024, 1_000, 60_000);
    }
}

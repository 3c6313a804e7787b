package io.ocs.core.charging;

/** Numbers of accounts and subscribers: a counter of the shard and, in the lowest octet, the shard, so they are unique over all shards. */
public final class Ids {

    /** Low bits that hold the shard: at most 256 shards. */
    public static final int SHARD_BITS = 8;

    private Ids() {}

    /** The id numbered {@code counter} (from 1 on) of a shard. */
    public static long of(long counter, int shard) {
        return (counter << SHARD_BITS) | shard;
    }

    /** The shard that has given an id. */
    public static int shard(long id) {
        return (int) (id & ((1 << SHARD_BITS) - 1));
    }
}

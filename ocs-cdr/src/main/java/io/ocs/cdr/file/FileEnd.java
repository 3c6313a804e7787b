package io.ocs.cdr.file;

/**
 * What is known of a file when it is closed.
 *
 * @param node name of the charging system
 * @param epoch of its records
 * @param shard of its records
 * @param first number of its first record
 * @param last number of its last record
 * @param sequence which of the shard's files this is, from 1 on
 * @param openedMs when its first record was written, milliseconds since 1970
 * @param appendedMs when its last record was written
 * @param closedMs now
 * @param reason why it is closed
 */
record FileEnd(
        String node,
        int epoch,
        int shard,
        long first,
        long last,
        long sequence,
        long openedMs,
        long appendedMs,
        long closedMs,
        ClosureReason reason) {

    long records() {
        return last - first + 1;
    }
}

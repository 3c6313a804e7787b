package io.ocs.core.state;

/**
 * Entries by key: the image of a shard, directly or through the log that can undo what a batch does to it. One thread. Addresses are native memory
 * addresses of entries ({@link Table#entryLength()} octets that begin with the key). Entries do not move: an address is good until the entry is deleted.
 */
public interface State {

    /** Address that stands for "no such entry". */
    long NONE = 0;

    /** Address for reading, or {@link #NONE}. */
    long find(Table table, long keyHigh, long keyLow);

    /** Address for reading and writing of an entry that exists. */
    long change(Table table, long keyHigh, long keyLow);

    /** Address of a new entry: key set, all other octets zero. It must not exist, and {@link #room} must have been checked. */
    long create(Table table, long keyHigh, long keyLow);

    /** Removes an entry that exists. */
    void delete(Table table, long keyHigh, long keyLow);

    /** How many more entries the table can take. */
    long room(Table table);
}

package io.ocs.balance.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * All that the journal asks of a file system: one flat folder of files. The real one is {@link FolderStorage}; tests put a
 * faulty one in its place. Safe on any thread; two threads never write to one file at the same time.
 */
public interface SegmentStorage {

    /** An open file. */
    interface File extends AutoCloseable {

        /** Writes all remaining octets at {@code position}; allocates nothing if they are in direct memory. */
        void write(ByteBuffer source, long position) throws IOException;

        /** Makes durable whatever was written. */
        void force() throws IOException;

        /**
         * Reads at {@code position} until the target is full or the file ends.
         *
         * @return octets read, 0 at the end of the file
         */
        int read(ByteBuffer target, long position) throws IOException;

        /** Octets in the file. */
        long length() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Where it is, for messages. */
    String location();

    /** Names of all files. */
    List<String> list() throws IOException;

    /** Opens a file that exists, for reading and writing. */
    File open(String name) throws IOException;

    /**
     * Makes a file of {@code length} zero octets, really allocated and durable, under its name only when whole. If that fails, nothing is
     * left of it.
     */
    void create(String name, long length) throws IOException;

    /** Makes an empty file that grows as it is written, for reading and writing; one of that name is replaced. Its name is not durable yet. */
    File grow(String name) throws IOException;

    /** Renames durably; the target must not exist. */
    void rename(String from, String to) throws IOException;

    /** Deletes durably. */
    void delete(String name) throws IOException;
}

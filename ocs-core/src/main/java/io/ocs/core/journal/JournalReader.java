package io.ocs.core.journal;

import org.agrona.DirectBuffer;

/** Reads committed batches in order. One thread. */
public interface JournalReader extends AutoCloseable {

    /** One record in place; valid during the call only. */
    interface Handler {

        /**
         * @param type the record's type
         * @param version version of its layout
         * @param buffer holds the body
         * @param offset of the body
         * @param length of the body in octets
         * @param position of the record: frame position and offset in it, rising from record to record
         * @param timeMs time of its batch
         * @param epoch epoch of its batch
         */
        void onRecord(
                RecordType type,
                int version,
                DirectBuffer buffer,
                int offset,
                int length,
                long position,
                long timeMs,
                int epoch);
    }

    /**
     * Gives the records of the next batch to the handler.
     *
     * @return false if there is no further committed batch at present
     * @throws JournalException if what is read is damaged: it names file and position
     */
    boolean poll(Handler handler);

    /** Position behind the last batch polled. */
    long position();

    @Override
    void close();
}

package io.ocs.cdr.record;

/** Writes records as lines of one format. Allocates nothing; one thread. */
public interface CdrEncoder {

    /** Appends what stands before the first record of a file, if the format has such. */
    void header(RowBuffer out);

    /** Appends a record as one line. */
    void encode(CdrText cdr, RowBuffer out);
}

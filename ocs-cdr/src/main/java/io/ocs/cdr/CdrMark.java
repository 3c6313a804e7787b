package io.ocs.cdr;

/**
 * How far a sink is, as it has made durable itself.
 *
 * @param position of the journal: every record before it is in the sink
 * @param epoch of the last record before it; 0 if there is none
 * @param recordNumber of that record; 0 if there is none
 */
public record CdrMark(long position, int epoch, long recordNumber) {

    /** Of a sink that is new. */
    public static final CdrMark NONE = new CdrMark(0, 0, 0);
}

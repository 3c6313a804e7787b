package io.ocs.diameter.codec;

/**
 * What a client is told about overload: the content of OC-OLR (RFC 7683 §7.3), always of this host and for the loss algorithm. Changed in place, so that it
 * costs no garbage. Belongs to one event loop.
 */
public final class OverloadReport {

    private long sequenceNumber;
    private int reductionPercent;
    private int validityS;
    private boolean active;

    /**
     * Takes another content.
     *
     * @param newSequenceNumber greater than that of any content before (§5.2.1.4)
     * @param newReductionPercent of the requests that the client would send, 0 to 100
     * @param newValidityS seconds, 0 to 86 400; 0 ends the report
     */
    public void set(long newSequenceNumber, int newReductionPercent, int newValidityS) {
        sequenceNumber = newSequenceNumber;
        reductionPercent = newReductionPercent;
        validityS = newValidityS;
        active = true;
    }

    /** There is nothing to tell any more. */
    public void clear() {
        active = false;
    }

    /** Whether there is something to tell. */
    public boolean isActive() {
        return active;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    public int reductionPercent() {
        return reductionPercent;
    }

    public int validityS() {
        return validityS;
    }
}

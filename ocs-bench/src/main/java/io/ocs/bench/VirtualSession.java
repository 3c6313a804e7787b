package io.ocs.bench;

/**
 * A credit-control session of a network element that has at most one request in flight; when it ends, the next one takes its place
 * here. Belongs to one connection.
 */
final class VirtualSession {
    /** Digits of the last part of the Session-Id. */
    static final int ID_DIGITS = 10;

    final int slot;
    final byte[] id = new byte[ID_DIGITS];
    final byte[] subscriber;

    /** CC-Request-Type of the last request; 0 before the first. */
    int requestType;

    int requestNumber;
    int hopByHop;
    int endToEnd;

    /** When the last request should have left, in the time of {@link System#nanoTime()}. */
    long intendedNanos;

    boolean awaitsAnswer;

    private int updatesLeft;

    VirtualSession(int slot, int subscriberDigits) {
        this.slot = slot;
        this.subscriber = new byte[subscriberDigits];
    }

    /** An initial request was answered, the termination is not yet asked. */
    boolean isOpen() {
        return requestType == Protocol.INITIAL || requestType == Protocol.UPDATE;
    }

    /** The next request of the open session: an update as long as any is left. */
    void proceed() {
        if (updatesLeft == 0) {
            terminate();
        } else {
            updatesLeft--;
            requestType = Protocol.UPDATE;
            requestNumber++;
        }
    }

    void terminate() {
        requestType = Protocol.TERMINATION;
        requestNumber++;
    }

    /** A new session's first request. */
    void begin(int firstRequestType, long sessionId, long subscriberNumber, int updates) {
        Digits.put(id, sessionId);
        Digits.put(subscriber, subscriberNumber);
        requestType = firstRequestType;
        requestNumber = 0;
        updatesLeft = updates;
    }

    /** Whatever the server refused is over for this client. */
    void abandon() {
        requestType = 0;
    }
}

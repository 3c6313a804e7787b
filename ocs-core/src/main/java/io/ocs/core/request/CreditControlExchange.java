package io.ocs.core.request;

import io.ocs.core.Octets;

/**
 * One slot of a ring: a request, its answer, and what the event loop needs to send the answer back where it belongs. The
 * request is swapped in, not copied, so the Session-Id is written once.
 */
public final class CreditControlExchange {

    /** Proxy-Info AVPs of the request, whole, to be echoed (RFC 6733 §6.2). */
    public static final int PROXY_INFO_MAX = 1024;

    public final CreditControlAnswer answer = new CreditControlAnswer();
    private CreditControlRequest request = new CreditControlRequest();

    /** Envelope of the request: read back by the event loop only. */
    public static final class Envelope {
        public final Octets proxyInfo = new Octets(PROXY_INFO_MAX);
        /** Slot of the connection at its event loop, and the generation of that slot: an answer never goes to another connection. */
        public int connection;

        public int generation;
        public int hopByHop;
        public int endToEnd;
        public boolean proxiable;
        /** Whether the client understands overload reports of the loss algorithm (RFC 7683 §5.1). */
        public boolean overloadControl;
        /** When the first octet of the request was seen, {@link System#nanoTime()}. */
        public long receivedNanos;

        public void copyFrom(Envelope other) {
            proxyInfo.set(other.proxyInfo);
            connection = other.connection;
            generation = other.generation;
            hopByHop = other.hopByHop;
            endToEnd = other.endToEnd;
            proxiable = other.proxiable;
            overloadControl = other.overloadControl;
            receivedNanos = other.receivedNanos;
        }
    }

    public final Envelope envelope = new Envelope();

    public CreditControlRequest request() {
        return request;
    }

    /** Takes {@code filled} into this slot and gives the slot's former request away for the next decoding. */
    public CreditControlRequest swap(CreditControlRequest filled) {
        CreditControlRequest former = request;
        request = filled;
        return former;
    }
}

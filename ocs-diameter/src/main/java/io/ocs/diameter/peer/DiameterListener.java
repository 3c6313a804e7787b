package io.ocs.diameter.peer;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;

/**
 * Watches the wire, for metrics. Called on the event loops, several at once: implementations are quick, thread-safe and, in
 * {@link #onAnswer}, free of allocation.
 */
public interface DiameterListener {

    /** Listens to nothing. */
    DiameterListener NONE = new DiameterListener() {};

    /** Who sees whole messages; asked once, at the start. */
    default MessageTap tap() {
        return MessageTap.NONE;
    }

    /**
     * An answer to a credit-control request was written, a refusal by the stack included.
     *
     * @param type null if the request did not tell
     * @param context null if the request was not understood so far
     * @param latencyNanos since the read that held the end of the request
     */
    default void onAnswer(RequestType type, ServiceContext context, ResultCode code, long latencyNanos) {}

    /** An answer grants these units of a kind to one of its services. */
    default void onGrant(UnitKind kind, long units) {}

    /** A message could not be accepted: it was answered with this code, or its connection was closed. */
    default void onMalformed(ResultCode code) {}

    /** An answer was ready after its connection had gone. */
    default void onAnswerWithoutConnection() {}

    /** A host, of this name in lower case, was started again and has lost its sessions: its Origin-State-Id has risen (RFC 6733 §8.6). */
    default void onRestart(String originHost) {}

    /** A request of this server's own was sent, perhaps not for the first time. */
    default void onClientRequestSent(ClientRequest.Kind kind) {}

    /** A request of this server's own has come to its end. */
    default void onClientRequestEnded(ClientRequest.Kind kind, ClientAnswer.Status status) {}

    /** An answer came to nothing that was asked, or too late. */
    default void onUnexpectedAnswer() {}

    /** A connection that waits could not be accepted, for want of file descriptors mostly; it waits on, and is tried again in a second. */
    default void onAcceptFailed(Throwable cause) {}

    /** A request passes the rate of its peer, and is answered 3004. */
    default void onRateExceeded() {}

    /** A peer has exchanged capabilities. */
    default void onPeerUp(String originHost) {}

    /** The connection of a peer that was up has gone. */
    default void onPeerDown(String originHost) {}
}

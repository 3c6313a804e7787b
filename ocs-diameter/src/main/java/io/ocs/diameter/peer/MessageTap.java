package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.ocs.core.request.CreditControlRequest;

/**
 * Sees credit-control messages octet by octet, for whoever traces. Called on the event loops, several at once, and only while {@link #isOn}; nothing of what it is
 * given may be kept or changed.
 */
public interface MessageTap {

    /** Sees nothing. */
    MessageTap NONE = new MessageTap() {};

    /** Whether anybody wants to see messages: asked for each one, so no more than the read of a field. */
    default boolean isOn() {
        return false;
    }

    /** A request was decoded; its shard has not seen it yet. The message lies at {@code offset}. */
    default void onRequest(CreditControlRequest request, ByteBuf message, int offset, int length) {}

    /**
     * An answer was encoded. It lies at {@code offset}.
     *
     * @param length 0 if there is no connection any more to send it over
     */
    default void onAnswer(CreditControlRequest request, ByteBuf message, int offset, int length) {}
}

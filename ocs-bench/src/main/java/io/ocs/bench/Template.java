package io.ocs.bench;

import io.netty.buffer.ByteBuf;

/** The octets of a CCR with the places that differ from request to request. */
final class Template {
    private final byte[] octets;
    private final int sessionIdOffset;
    private final int requestNumberOffset;
    private final int eventTimestampOffset;
    private final int[] subscriberOffsets;

    /** Offsets are from the start of the message; the Session-Id's is that of its last digits. */
    Template(
            byte[] octets,
            int sessionIdOffset,
            int requestNumberOffset,
            int eventTimestampOffset,
            int... subscriberOffsets) {
        this.octets = octets;
        this.sessionIdOffset = sessionIdOffset;
        this.requestNumberOffset = requestNumberOffset;
        this.eventTimestampOffset = eventTimestampOffset;
        this.subscriberOffsets = subscriberOffsets;
    }

    /** Appends the session's next request. {@code timestampS}: seconds since 1900 (type Time, RFC 6733 §4.3.1). */
    void append(ByteBuf out, VirtualSession session, int timestampS) {
        int start = out.writerIndex();
        out.writeBytes(octets);
        out.setInt(start + Protocol.HOP_BY_HOP_OFFSET, session.hopByHop);
        out.setInt(start + Protocol.END_TO_END_OFFSET, session.endToEnd);
        out.setBytes(start + sessionIdOffset, session.id);
        out.setInt(start + requestNumberOffset, session.requestNumber);
        out.setInt(start + eventTimestampOffset, timestampS);
        for (int offset : subscriberOffsets) {
            out.setBytes(start + offset, session.subscriber);
        }
    }
}

package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;

/** Appends message headers (RFC 6733 §3). No allocation. */
final class MessageWriter {

    private MessageWriter() {}

    /** Begins a message. @return what {@link #end} needs */
    static int begin(ByteBuf out, int flags, int command, long application) {
        int start = out.writerIndex();
        out.writeInt(DiameterHeader.VERSION << 24);
        out.writeInt((flags << 24) | command);
        out.writeInt((int) application);
        return start;
    }

    /** Goes on with the ids that an answer repeats. */
    static void identifiers(ByteBuf out, int hopByHop, int endToEnd) {
        out.writeInt(hopByHop);
        out.writeInt(endToEnd);
    }

    /** Begins the answer to the request whose header lies at {@code offset}; {@code error} sets the E bit. */
    static int beginAnswer(ByteBuf out, ByteBuf request, int offset, boolean error) {
        int flags = DiameterHeader.flags(request, offset) & DiameterHeader.FLAG_PROXIABLE;
        int start = begin(
                out,
                flags | (error ? DiameterHeader.FLAG_ERROR : 0),
                DiameterHeader.command(request, offset),
                DiameterHeader.application(request, offset));
        identifiers(out, DiameterHeader.hopByHop(request, offset), DiameterHeader.endToEnd(request, offset));
        return start;
    }

    static void end(ByteBuf out, int start) {
        out.setMedium(start + 1, out.writerIndex() - start);
    }
}

package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ocs.core.ResultCode;

/**
 * Cuts the octets of one connection into messages (RFC 6733 §3).
 *
 * <pre>
 *   0               1               2               3
 *   +---------------+---------------+---------------+---------------+
 * 0 |  Version = 1  |       Message Length, a multiple of 4         |   both checked before anything else is read or kept
 *   +---------------+---------------+---------------+---------------+
 * 4 |  the rest of the header, then AVPs, up to Message Length      |
 * </pre>
 *
 * Whole messages are handed on where they lie in the read buffer; only a message cut off by the end of a read is copied, into a buffer that grows
 * with what has arrived and never beyond the message. Belongs to one connection and its event loop.
 */
public final class DiameterFrameDecoder {

    /** Receives messages. */
    public interface FrameHandler {

        /**
         * One message: octets {@code offset} to {@code offset + length} of the buffer, valid during the call only.
         *
         * @return whether to go on with what follows
         */
        boolean onFrame(ByteBuf buffer, int offset, int length);

        /**
         * A header that cannot be served (5011 or 5015); nothing of the stream can be read after it.
         *
         * @param offset of the header's 20 octets: whom to answer
         */
        void onFault(ByteBuf buffer, int offset, DiameterException fault);
    }

    private static final int PREFIX_LENGTH = 4;
    private static final int PARTIAL_CAPACITY = 512;

    private int messageLengthMax;
    private ByteBuf partial;
    private DiameterException fault;

    /** @param messageLengthMax longest message in octets that is accepted */
    public DiameterFrameDecoder(int messageLengthMax) {
        this.messageLengthMax = messageLengthMax;
    }

    /** From the next message on, the longest in octets that is accepted. */
    public void messageLengthMax(int octets) {
        messageLengthMax = octets;
    }

    /** Whether the beginning of a message waits for its end. */
    public boolean hasPartial() {
        return partial != null;
    }

    /** Hands on every message that is complete and keeps the rest; the octets after a fault are thrown away. */
    public void decode(ByteBuf in, ByteBufAllocator allocator, FrameHandler handler) {
        boolean goOn = partial == null || completePartial(in, handler);
        while (goOn && in.isReadable()) {
            int length = frameLength(in, in.readerIndex(), in.readableBytes());
            if (in.readableBytes() < length) {
                keep(in, allocator);
                return;
            }
            int offset = in.readerIndex();
            in.skipBytes(length);
            goOn = handOn(in, offset, length, handler);
        }
    }

    private boolean handOn(ByteBuf buffer, int offset, int length, FrameHandler handler) {
        if (fault == null) {
            return handler.onFrame(buffer, offset, length);
        }
        handler.onFault(buffer, offset, fault);
        return false;
    }

    /** Moves octets of {@code in} to the kept ones until their message is complete. @return whether to go on with {@code in} */
    private boolean completePartial(ByteBuf in, FrameHandler handler) {
        append(in, PREFIX_LENGTH);
        int length = frameLength(partial, 0, partial.readableBytes());
        append(in, length);
        if (partial.readableBytes() < length) {
            return false;
        }
        ByteBuf whole = partial;
        partial = null;
        try {
            return handOn(whole, 0, length, handler);
        } finally {
            whole.release();
        }
    }

    private void append(ByteBuf in, int upTo) {
        int missing = upTo - partial.readableBytes();
        if (missing > 0) {
            partial.writeBytes(in, Math.min(in.readableBytes(), missing));
        }
    }

    private void keep(ByteBuf in, ByteBufAllocator allocator) {
        int count = in.readableBytes();
        partial = allocator.buffer(Math.max(PARTIAL_CAPACITY, count), messageLengthMax + PARTIAL_CAPACITY);
        partial.writeBytes(in, count);
    }

    /** Length of the message at {@code offset}; of its prefix if not even that is there; of its header if it is faulty. */
    private int frameLength(ByteBuf buffer, int offset, int available) {
        if (available < PREFIX_LENGTH) {
            return PREFIX_LENGTH;
        }
        int length = buffer.getUnsignedMedium(offset + 1);
        if (buffer.getByte(offset) != DiameterHeader.VERSION) {
            fault = DiameterException.connection(ResultCode.UNSUPPORTED_VERSION, "the version is not 1");
        } else if (length < DiameterHeader.LENGTH || (length & 3) != 0 || length > messageLengthMax) {
            fault = DiameterException.connection(ResultCode.INVALID_MESSAGE_LENGTH, "the message length is not served");
        }
        return fault == null ? length : DiameterHeader.LENGTH;
    }

    /** Forgets what was kept. */
    public void close() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}

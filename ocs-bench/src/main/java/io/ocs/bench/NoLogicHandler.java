package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;

/**
 * Answers every CCR with the same grant. It reads the request as a real server must, AVP by AVP in place, and copies a prepared
 * answer behind the request's Session-Id.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as in the parent
class NoLogicHandler extends DiameterHandler {
    static final String ORIGIN_HOST = "no-logic.example.com";

    private static final int GRANTED_OCTETS = 1_000_000;
    private static final int VALIDITY_TIME_S = 3600;

    private final byte[] tail;
    private final int typeOffset;
    private final int numberOffset;

    NoLogicHandler() {
        ByteBuf prepared = Unpooled.buffer();
        MessageWriter message = new MessageWriter(prepared, 0, 0, 0);
        message.unsigned32(Protocol.AVP_RESULT_CODE, Protocol.SUCCESS);
        message.text(Protocol.AVP_ORIGIN_HOST, ORIGIN_HOST);
        message.text(Protocol.AVP_ORIGIN_REALM, BaseMessages.REALM);
        message.unsigned32(Protocol.AVP_AUTH_APPLICATION_ID, Protocol.CREDIT_CONTROL_APPLICATION);
        typeOffset = message.unsigned32(Protocol.AVP_CC_REQUEST_TYPE, 0) - Protocol.HEADER_LENGTH;
        numberOffset = message.unsigned32(Protocol.AVP_CC_REQUEST_NUMBER, 0) - Protocol.HEADER_LENGTH;
        message.group(Protocol.AVP_MULTIPLE_SERVICES_CREDIT_CONTROL, () -> {
            message.group(
                    Protocol.AVP_GRANTED_SERVICE_UNIT,
                    () -> message.unsigned64(Protocol.AVP_CC_TOTAL_OCTETS, GRANTED_OCTETS));
            message.unsigned32(Protocol.AVP_VALIDITY_TIME, VALIDITY_TIME_S);
            message.unsigned32(Protocol.AVP_RESULT_CODE, Protocol.SUCCESS);
        });
        tail = new byte[prepared.writerIndex() - Protocol.HEADER_LENGTH];
        prepared.getBytes(Protocol.HEADER_LENGTH, tail);
    }

    @Override
    final void onMessage(ByteBuf in, int offset, int length) {
        int flagsAndCommand = in.getInt(offset + Protocol.FLAGS_OFFSET);
        if (flagsAndCommand >= 0) {
            return;
        }
        if ((flagsAndCommand & 0xFF_FFFF) == Protocol.CREDIT_CONTROL) {
            onCreditControl(in, offset, length);
        } else {
            onBaseRequest(in, offset, flagsAndCommand & 0xFF_FFFF);
        }
    }

    void onCreditControl(ByteBuf in, int offset, int length) {
        answer(in, offset, length);
    }

    /** Appends the answer to the CCR at {@code offset}; one without Session-Id, type or number gets none of them back. */
    final void answer(ByteBuf in, int offset, int length) {
        int sessionId = 0;
        int sessionIdLength = 0;
        int type = 0;
        int number = 0;
        int end = offset + length;
        int at = offset + Protocol.HEADER_LENGTH;
        while (end - at >= Protocol.AVP_HEADER_LENGTH) {
            int padded = (in.getUnsignedMedium(at + 5) + 3) & ~3;
            if (padded < Protocol.AVP_HEADER_LENGTH || padded > end - at) {
                context().close();
                return;
            }
            switch (in.getInt(at)) {
                case Protocol.AVP_SESSION_ID -> {
                    sessionId = at;
                    sessionIdLength = padded;
                }
                case Protocol.AVP_CC_REQUEST_TYPE -> type = in.getInt(at + Protocol.AVP_HEADER_LENGTH);
                case Protocol.AVP_CC_REQUEST_NUMBER -> number = in.getInt(at + Protocol.AVP_HEADER_LENGTH);
                default -> {}
            }
            at += padded;
        }
        append(in, offset, sessionId, sessionIdLength, type, number);
    }

    private void append(ByteBuf in, int offset, int sessionId, int sessionIdLength, int type, int number) {
        ByteBuf out = out();
        int start = out.writerIndex();
        int tailStart = start + Protocol.HEADER_LENGTH + sessionIdLength;
        out.ensureWritable(Protocol.HEADER_LENGTH + sessionIdLength + tail.length);
        out.writeInt(0x0100_0000 | (Protocol.HEADER_LENGTH + sessionIdLength + tail.length));
        out.writeInt(
                (in.getByte(offset + Protocol.FLAGS_OFFSET) & Protocol.FLAG_PROXIABLE) << 24 | Protocol.CREDIT_CONTROL);
        out.writeInt(Protocol.CREDIT_CONTROL_APPLICATION);
        out.writeLong(in.getLong(offset + Protocol.HOP_BY_HOP_OFFSET));
        out.writeBytes(in, sessionId, sessionIdLength);
        out.writeBytes(tail);
        out.setInt(tailStart + typeOffset, type);
        out.setInt(tailStart + numberOffset, number);
    }

    private void onBaseRequest(ByteBuf in, int offset, int command) {
        switch (command) {
            case Protocol.CAPABILITIES_EXCHANGE ->
                BaseMessages.capabilitiesAnswer(in, offset, out(), ORIGIN_HOST, (InetSocketAddress)
                        context().channel().localAddress());
            case Protocol.DEVICE_WATCHDOG -> BaseMessages.plainAnswer(in, offset, out(), ORIGIN_HOST, Protocol.SUCCESS);
            case Protocol.DISCONNECT_PEER -> {
                BaseMessages.plainAnswer(in, offset, out(), ORIGIN_HOST, Protocol.SUCCESS);
                closeAfterFlush();
            }
            default -> BaseMessages.plainAnswer(in, offset, out(), ORIGIN_HOST, Protocol.COMMAND_UNSUPPORTED);
        }
    }

    private void closeAfterFlush() {
        flush();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}

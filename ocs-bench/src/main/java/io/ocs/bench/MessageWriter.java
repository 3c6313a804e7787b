package io.ocs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/**
 * Appends one Diameter message, AVP by AVP, to a buffer (RFC 6733 §3, §4). Used where messages are prepared and for the base
 * protocol, not for each request. Every AVP gets the M bit. Each method returns the offset of the AVP's data from the start of the
 * message, for those who patch it later.
 */
final class MessageWriter {
    private static final int MANDATORY = 0x40;
    private static final int VENDOR = 0x80;

    private final ByteBuf out;
    private final int start;

    MessageWriter(ByteBuf out, int flags, int command, int application) {
        this.out = out;
        this.start = out.writerIndex();
        out.writeInt(0x0100_0000);
        out.writeByte(flags).writeMedium(command);
        out.writeInt(application);
        out.writeLong(0);
    }

    /** Begins the answer to the request at {@code offset}: its P bit, command, application and both ids (RFC 6733 §6.2). */
    static MessageWriter answerTo(ByteBuf request, int offset, ByteBuf out) {
        int flags = request.getByte(offset + Protocol.FLAGS_OFFSET) & Protocol.FLAG_PROXIABLE;
        int start = out.writerIndex();
        MessageWriter writer = new MessageWriter(out, flags, 0, 0);
        int idsLength = Protocol.HEADER_LENGTH - Protocol.COMMAND_OFFSET;
        out.setBytes(start + Protocol.COMMAND_OFFSET, request, offset + Protocol.COMMAND_OFFSET, idsLength);
        return writer;
    }

    MessageWriter ids(int hopByHop, int endToEnd) {
        out.setInt(start + Protocol.HOP_BY_HOP_OFFSET, hopByHop);
        out.setInt(start + Protocol.END_TO_END_OFFSET, endToEnd);
        return this;
    }

    int unsigned32(int code, int value) {
        int data = header(code, MANDATORY, 4);
        out.writeInt(value);
        return data;
    }

    int unsigned64(int code, long value) {
        int data = header(code, MANDATORY, 8);
        out.writeLong(value);
        return data;
    }

    int text(int code, String value) {
        return octets(code, value.getBytes(UTF_8));
    }

    int octets(int code, byte... value) {
        int data = header(code, MANDATORY, value.length);
        out.writeBytes(value);
        pad(value.length);
        return data;
    }

    int vendor32(int code, int value) {
        int data = header(code, MANDATORY | VENDOR, 8);
        out.writeInt(Protocol.VENDOR_3GPP).writeInt(value);
        return data + 4;
    }

    int vendorOctets(int code, byte... value) {
        int data = header(code, MANDATORY | VENDOR, value.length + 4);
        out.writeInt(Protocol.VENDOR_3GPP).writeBytes(value);
        pad(value.length);
        return data + 4;
    }

    int vendorText(int code, String value) {
        return vendorOctets(code, value.getBytes(UTF_8));
    }

    /** A Grouped AVP that holds what {@code members} writes. */
    void group(int code, Runnable members) {
        int at = out.writerIndex();
        header(code, MANDATORY, 0);
        finishGroup(at, members);
    }

    void vendorGroup(int code, Runnable members) {
        int at = out.writerIndex();
        header(code, MANDATORY | VENDOR, 0);
        out.writeInt(Protocol.VENDOR_3GPP);
        finishGroup(at, members);
    }

    /** Writes the message's length; the message is whole. */
    void end() {
        out.setMedium(start + 1, out.writerIndex() - start);
    }

    private void finishGroup(int at, Runnable members) {
        members.run();
        out.setMedium(at + 5, out.writerIndex() - at);
    }

    private int header(int code, int flags, int dataLength) {
        out.writeInt(code);
        out.writeByte(flags).writeMedium(Protocol.AVP_HEADER_LENGTH + dataLength);
        return out.writerIndex() - start;
    }

    private void pad(int length) {
        out.writeZero(-length & 3);
    }
}

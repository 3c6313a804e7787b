package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ocs.core.Octets;
import io.ocs.core.ResultCode;

/**
 * One AVP, read where it lies (RFC 6733 §4.1).
 *
 * <pre>
 *   0               1               2               3
 *   +---------------+---------------+---------------+---------------+
 * 0 |                           AVP Code                            |
 *   +---------------+---------------+---------------+---------------+
 * 4 | V M P r r r r r |     AVP Length (header and data)            |
 *   +---------------+---------------+---------------+---------------+
 * 8 |                Vendor-ID, if the V bit is set                 |
 *   +---------------------------------------------------------------+
 *   |  Data, padded with zeros to a multiple of 4                   |
 * </pre>
 */
final class AvpFlyweight {

    static final int HEADER_LENGTH = 8;
    static final int VENDOR_HEADER_LENGTH = 12;
    static final int FLAG_VENDOR = 0x80;
    static final int FLAG_MANDATORY = 0x40;
    /** Longest AVP that a Failed-AVP repeats whole; of a longer one it shows an example. */
    private static final int COPY_MAX = 64 * 1024;
    /** Bits without a meaning. The P bit (0x20) had one once, and is ignored. */
    static final int FLAGS_RESERVED = 0x1f;

    private static final int FLAGS_OFFSET = 4;
    private static final int LENGTH_OFFSET = 5;
    private static final int VENDOR_OFFSET = 8;

    private ByteBuf buffer;
    private int offset;
    private int length;
    private int flags;
    private int key;

    /**
     * Moves to the AVP at {@code offset} of what ends at {@code limit}; every length and bit is checked here, so the getters need no checks.
     *
     * @throws DiameterException 5014 if header or data do not fit, 3009 for a reserved flag bit, 5016 for the vendor 0
     */
    AvpFlyweight wrap(ByteBuf newBuffer, int newOffset, int limit) throws DiameterException {
        buffer = newBuffer;
        offset = newOffset;
        if (limit - offset < HEADER_LENGTH) {
            throw DiameterException.brokenLength(paddedHeader(limit));
        }
        flags = buffer.getByte(offset + FLAGS_OFFSET);
        length = buffer.getUnsignedMedium(offset + LENGTH_OFFSET);
        if (length < headerLength() || length > limit - offset) {
            throw DiameterException.brokenLength(paddedHeader(limit));
        }
        key = readKey();
        if ((flags & FLAGS_RESERVED) != 0) {
            throw DiameterException.refused(ResultCode.INVALID_AVP_BITS, this, "reserved AVP flag bit set");
        }
        return this;
    }

    private int readKey() throws DiameterException {
        int code = buffer.getInt(offset);
        if ((code & 0xff000000) != 0) {
            return Avp.FOREIGN;
        }
        if ((flags & FLAG_VENDOR) == 0) {
            return code;
        }
        int vendor = buffer.getInt(offset + VENDOR_OFFSET);
        if (vendor == 0) { // says that no vendor is meant, which must not be (RFC 6733 §4.1.1)
            key = Avp.FOREIGN;
            throw DiameterException.refused(ResultCode.INVALID_AVP_BIT_COMBO, this, "V bit with the Vendor-Id 0");
        }
        return vendor == Avp.VENDOR_3GPP ? code | Avp.TGPP : Avp.FOREIGN;
    }

    /** What is left of a broken header, completed with zeros, and the payload its type would have at least. */
    private byte[] paddedHeader(int limit) {
        byte[] header = new byte[VENDOR_HEADER_LENGTH];
        int available = Math.max(0, Math.min(limit - offset, VENDOR_HEADER_LENGTH));
        buffer.getBytes(offset, header, 0, available);
        return AvpWriter.example(header);
    }

    /** Code and vendor as one number, see {@link Avp}. */
    int key() {
        return key;
    }

    boolean isMandatory() {
        return (flags & FLAG_MANDATORY) != 0;
    }

    int offset() {
        return offset;
    }

    private int headerLength() {
        return (flags & FLAG_VENDOR) == 0 ? HEADER_LENGTH : VENDOR_HEADER_LENGTH;
    }

    /** Where the data begins. */
    int dataOffset() {
        return offset + headerLength();
    }

    int dataLength() {
        return length - headerLength();
    }

    /** Where the data ends; padding is not counted. */
    int dataEnd() {
        return offset + length;
    }

    int nextOffset() {
        return offset + ((length + 3) & ~3);
    }

    /** Unsigned32 or Enumerated. @throws DiameterException 5014 if the data has not 4 octets */
    long unsigned32() throws DiameterException {
        requireLength(4);
        return buffer.getUnsignedInt(dataOffset());
    }

    /** Integer32. @throws DiameterException 5014 if the data has not 4 octets */
    int integer32() throws DiameterException {
        requireLength(4);
        return buffer.getInt(dataOffset());
    }

    /** Integer64. @throws DiameterException 5014 if the data has not 8 octets */
    long integer64() throws DiameterException {
        requireLength(8);
        return buffer.getLong(dataOffset());
    }

    /** Unsigned64; what is beyond the largest long is the largest long. @throws DiameterException 5014 if the data has not 8 octets */
    long unsigned64() throws DiameterException {
        long value = integer64();
        return value < 0 ? Long.MAX_VALUE : value;
    }

    private void requireLength(int expected) throws DiameterException {
        if (dataLength() != expected) {
            throw DiameterException.avp(ResultCode.INVALID_AVP_LENGTH, this, "AVP data of a wrong length");
        }
    }

    /** Copies the data into {@code target}, its end cut if there is no room. */
    void copyTo(Octets target) {
        int count = Math.min(dataLength(), target.capacity());
        buffer.getBytes(dataOffset(), target.array(), 0, count);
        target.length(count);
    }

    /** Copies the end of the data into {@code target}, its start cut if there is no room. */
    void copyTailTo(Octets target) {
        int count = Math.min(dataLength(), target.capacity());
        buffer.getBytes(dataEnd() - count, target.array(), 0, count);
        target.length(count);
    }

    /** Whether the data is this text, ASCII letters of any case (a DiameterIdentity, RFC 6733 §4.3.1). */
    boolean isIdentity(byte[] lowerCase) {
        if (dataLength() != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int octet = buffer.getByte(dataOffset() + i);
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether an AVP that lies at {@code otherOffset} of the same buffer is octet for octet this one. */
    boolean isRepeatOf(int otherOffset) {
        return buffer.getUnsignedMedium(otherOffset + LENGTH_OFFSET) == length
                && ByteBufUtil.equals(buffer, otherOffset, buffer, offset, length);
    }

    /** The AVP with its header, padded; of a huge one an example. Allocates. */
    byte[] copy() {
        if (length > COPY_MAX) {
            return paddedHeader(dataEnd());
        }
        byte[] copy = new byte[(length + 3) & ~3];
        buffer.getBytes(offset, copy, 0, length);
        return copy;
    }

    /** This group with other members: allocates. */
    byte[] around(byte[] members) {
        byte[] group = new byte[headerLength() + members.length];
        buffer.getBytes(offset, group, 0, headerLength());
        group[LENGTH_OFFSET] = (byte) (group.length >>> 16);
        group[LENGTH_OFFSET + 1] = (byte) (group.length >>> 8);
        group[LENGTH_OFFSET + 2] = (byte) group.length;
        System.arraycopy(members, 0, group, headerLength(), members.length);
        return group;
    }
}

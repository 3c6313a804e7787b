package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ocs.core.Octets;
import java.util.Arrays;

/**
 * Appends AVPs to a buffer. Those of the base protocol and of RFC 4006 get the M bit as their tables say; vendor-specific ones only the V bit, since
 * a client that does not know one must be able to skip it. No allocation, except for the examples.
 */
final class AvpWriter {

    private static final int M = AvpFlyweight.FLAG_MANDATORY << 24;
    private static final int LENGTH_MASK = 0xffffff;

    private AvpWriter() {}

    static void unsigned32(ByteBuf out, int key, long value) {
        header(out, key, 4);
        out.writeInt((int) value);
    }

    static void unsigned64(ByteBuf out, int key, long value) {
        header(out, key, 8);
        out.writeLong(value);
    }

    static void octets(ByteBuf out, int key, Octets value) {
        header(out, key, value.length());
        out.writeBytes(value.array(), 0, value.length());
        pad(out, value.length());
    }

    static void octets(ByteBuf out, int key, byte[] value) {
        header(out, key, value.length);
        out.writeBytes(value);
        pad(out, value.length);
    }

    static void utf8(ByteBuf out, int key, String value) {
        int length = ByteBufUtil.utf8Bytes(value);
        header(out, key, length);
        ByteBufUtil.writeUtf8(out, value);
        pad(out, length);
    }

    /** Begins a grouped AVP. @return what {@link #end} needs */
    static int begin(ByteBuf out, int key) {
        int start = out.writerIndex();
        header(out, key, 0);
        return start;
    }

    /** Ends the grouped AVP that began at {@code start}. */
    static void end(ByteBuf out, int start) {
        out.setMedium(start + 5, out.writerIndex() - start);
    }

    /** Ends an AVP whose data, octets of any number, were written behind {@link #begin}. */
    static void endOctets(ByteBuf out, int start) {
        end(out, start);
        pad(out, out.writerIndex() - start);
    }

    private static void header(ByteBuf out, int key, int payload) {
        out.writeInt(Avp.code(key));
        if (Avp.isVendorSpecific(key)) {
            out.writeInt((AvpFlyweight.FLAG_VENDOR << 24) | (AvpFlyweight.VENDOR_HEADER_LENGTH + payload));
            out.writeInt(Avp.VENDOR_3GPP);
        } else {
            out.writeInt((isPlain(key) ? 0 : M) | (AvpFlyweight.HEADER_LENGTH + payload));
        }
    }

    /** The AVPs we send that must not have the M bit (RFC 6733 §4.5), and those that an older client must be able to skip (RFC 4006; RFC 7683 §7.8). */
    private static boolean isPlain(int key) {
        return key == Avp.ERROR_MESSAGE
                || key == Avp.PRODUCT_NAME
                || key == Avp.FIRMWARE_REVISION
                || (key >= Avp.REDIRECT_SERVER_EXTENSION && key <= Avp.QOS_FINAL_UNIT_INDICATION)
                || (key >= Avp.OC_SUPPORTED_FEATURES && key <= Avp.OC_REDUCTION_PERCENTAGE);
    }

    private static void pad(ByteBuf out, int length) {
        for (int i = length; (i & 3) != 0; i++) {
            out.writeByte(0);
        }
    }

    /** An example of an AVP that is missing: its header and zeros of the smallest length (RFC 6733 §7.5). */
    static byte[] example(int key) {
        byte[] header = new byte[AvpFlyweight.VENDOR_HEADER_LENGTH];
        putInt(header, 0, Avp.code(key));
        boolean vendor = Avp.isVendorSpecific(key);
        header[4] = (byte) (AvpFlyweight.FLAG_MANDATORY | (vendor ? AvpFlyweight.FLAG_VENDOR : 0));
        putInt(header, 8, vendor ? Avp.VENDOR_3GPP : 0);
        return example(header);
    }

    /** The AVP of this header (12 octets, the vendor in the last 4) with zeros of the smallest length its key allows. */
    static byte[] example(byte[] header) {
        boolean vendor = (header[4] & AvpFlyweight.FLAG_VENDOR) != 0;
        int headerLength = vendor ? AvpFlyweight.VENDOR_HEADER_LENGTH : AvpFlyweight.HEADER_LENGTH;
        int code = getInt(header, 0);
        boolean keyed = (code & ~LENGTH_MASK) == 0 && (!vendor || getInt(header, 8) == Avp.VENDOR_3GPP);
        int length = headerLength + (keyed ? KnownAvps.dataMin(vendor ? code | Avp.TGPP : code) : 0);
        byte[] avp = new byte[(length + 3) & ~3];
        System.arraycopy(header, 0, avp, 0, headerLength);
        putInt(avp, 4, ((header[4] & ~AvpFlyweight.FLAGS_RESERVED) << 24) | length);
        return avp;
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static void putInt(byte[] target, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            target[offset + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    private static int getInt(byte[] source, int offset) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (source[offset + i] & 0xff);
        }
        return value;
    }
}

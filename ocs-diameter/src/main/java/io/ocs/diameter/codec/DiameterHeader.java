package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;

/**
 * The header of a Diameter message (RFC 6733 §3).
 *
 * <pre>
 *   0               1               2               3
 *   +---------------+---------------+---------------+---------------+
 * 0 |  Version = 1  |                Message Length                 |
 *   +---------------+---------------+---------------+---------------+
 * 4 | R P E T r r r r |                Command Code                 |
 *   +---------------+---------------+---------------+---------------+
 * 8 |                        Application-Id                         |
 *   +---------------------------------------------------------------+
 * 12|                     Hop-by-Hop Identifier                     |
 *   +---------------------------------------------------------------+
 * 16|                     End-to-End Identifier                     |
 *   +---------------------------------------------------------------+
 * 20|  AVPs …
 * </pre>
 */
public final class DiameterHeader {

    /** Octets of the header. */
    public static final int LENGTH = 20;
    /** The one version there is. */
    static final int VERSION = 1;

    static final int FLAG_REQUEST = 0x80;
    static final int FLAG_PROXIABLE = 0x40;
    static final int FLAG_ERROR = 0x20;
    static final int FLAG_RETRANSMITTED = 0x10;

    public static final int CAPABILITIES_EXCHANGE = 257;
    public static final int CREDIT_CONTROL = 272;
    public static final int DEVICE_WATCHDOG = 280;
    public static final int DISCONNECT_PEER = 282;

    /** Application-Id of the base protocol (RFC 6733 §2.4). */
    public static final long APPLICATION_BASE = 0;
    /** Application-Id of credit control (RFC 8506 §12.1). */
    public static final long APPLICATION_CREDIT_CONTROL = 4;
    /** Application-Id of a relay, which has every application in common (RFC 6733 §2.4). */
    static final long APPLICATION_RELAY = 0xffffffffL;

    static final int FLAGS_OFFSET = 4;
    static final int COMMAND_OFFSET = 5;
    static final int APPLICATION_OFFSET = 8;
    static final int HOP_BY_HOP_OFFSET = 12;
    static final int END_TO_END_OFFSET = 16;

    private DiameterHeader() {}

    static int flags(ByteBuf buffer, int offset) {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xff;
    }

    public static boolean isRequest(ByteBuf buffer, int offset) {
        return (flags(buffer, offset) & FLAG_REQUEST) != 0;
    }

    /** Whether a request claims to be an error, a combination that cannot be (3008). */
    public static boolean isErroneousRequest(ByteBuf buffer, int offset) {
        return (flags(buffer, offset) & (FLAG_REQUEST | FLAG_ERROR)) == (FLAG_REQUEST | FLAG_ERROR);
    }

    public static int command(ByteBuf buffer, int offset) {
        return buffer.getUnsignedMedium(offset + COMMAND_OFFSET);
    }

    public static long application(ByteBuf buffer, int offset) {
        return buffer.getUnsignedInt(offset + APPLICATION_OFFSET);
    }

    public static int hopByHop(ByteBuf buffer, int offset) {
        return buffer.getInt(offset + HOP_BY_HOP_OFFSET);
    }

    static int endToEnd(ByteBuf buffer, int offset) {
        return buffer.getInt(offset + END_TO_END_OFFSET);
    }
}

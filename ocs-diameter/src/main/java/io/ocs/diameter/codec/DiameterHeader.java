package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;

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
    private static final int FLAGS_RESERVED = 0x0f;

    public static final int CAPABILITIES_EXCHANGE = 257;
    public static final int RE_AUTH = 258;
    public static final int CREDIT_CONTROL = 272;
    public static final int ABORT_SESSION = 274;
    public static final int DEVICE_WATCHDOG = 280;
    public static final int DISCONNECT_PEER = 282;

    /** Application-Id of the base protocol (RFC 6733 §2.4). */
    public static final long APPLICATION_BASE = 0;
    /** Application-Id of credit control (RFC 8506 §12.1). */
    public static final long APPLICATION_CREDIT_CONTROL = 4;
    /** Application-Id of a relay, which has every application in common (RFC 6733 §2.4). */
    static final long APPLICATION_RELAY = 0xffffffffL;

    private static final int LENGTH_OFFSET = 1;
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

    /**
     * Checks the flags of a request.
     *
     * @throws DiameterException 3008 if it claims to be an error, a combination that cannot be; 5013 if a reserved bit is set
     */
    public static void checkFlags(ByteBuf buffer, int offset) throws DiameterException {
        int wrong = flags(buffer, offset) & (FLAG_ERROR | FLAGS_RESERVED);
        if (wrong != 0) {
            throw (wrong & FLAG_ERROR) != 0
                    ? DiameterException.message(ResultCode.INVALID_HDR_BITS, "a request with the E bit")
                    : DiameterException.message(ResultCode.INVALID_BIT_IN_HEADER, "a reserved header bit is set");
        }
    }

    /**
     * Checks the header of a request between peers, which no agent may forward and which is of no application.
     *
     * @throws DiameterException 3008 or 5013 for its flags, 3007 for its Application-Id
     */
    static void checkBetweenPeers(ByteBuf buffer, int offset) throws DiameterException {
        checkFlags(buffer, offset);
        if ((flags(buffer, offset) & FLAG_PROXIABLE) != 0) {
            throw DiameterException.message(ResultCode.INVALID_HDR_BITS, "a request between peers with the P bit");
        }
        if (application(buffer, offset) != APPLICATION_BASE) {
            throw DiameterException.message(
                    ResultCode.APPLICATION_UNSUPPORTED, "the Application-Id of a request between peers is 0");
        }
    }

    /** Octets of the message, header included, as the header says. */
    public static int messageLength(ByteBuf buffer, int offset) {
        return buffer.getUnsignedMedium(offset + LENGTH_OFFSET);
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

package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads an AVP at the top of a message, slowly and apart from the code under test. */
final class CcrFields {
    private CcrFields() {}

    static String sessionId(ByteBuf in, int offset) {
        int at = find(in, offset, Protocol.AVP_SESSION_ID);
        return in.toString(at + 8, in.getUnsignedMedium(at + 5) - 8, StandardCharsets.US_ASCII);
    }

    static int requestType(ByteBuf in, int offset) {
        return in.getInt(find(in, offset, Protocol.AVP_CC_REQUEST_TYPE) + 8);
    }

    static int requestNumber(ByteBuf in, int offset) {
        return in.getInt(find(in, offset, Protocol.AVP_CC_REQUEST_NUMBER) + 8);
    }

    private static int find(ByteBuf in, int offset, int code) {
        int end = offset + in.getUnsignedMedium(offset + 1);
        for (int at = offset + 20; at < end; at += (in.getUnsignedMedium(at + 5) + 3) & ~3) {
            if (in.getInt(at) == code) {
                return at;
            }
        }
        throw new AssertionError("no AVP " + code);
    }
}

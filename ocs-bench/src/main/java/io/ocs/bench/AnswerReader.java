package io.ocs.bench;

import io.netty.buffer.ByteBuf;

/** What the generator checks of one CCA, read in place; reused for each. */
final class AnswerReader {
    private static final int SERVICES_MAX = 64;

    private final int[] serviceResults = new int[SERVICES_MAX];
    private int services;
    private int resultCode;
    private int requestType;
    private int requestNumber;
    private int sessionIdOffset;
    private int sessionIdLength;

    /** @return false if an AVP's length is impossible */
    boolean read(ByteBuf in, int offset, int length) {
        services = 0;
        resultCode = 0;
        requestType = 0;
        requestNumber = -1;
        sessionIdLength = 0;
        int end = offset + length;
        int at = offset + Protocol.HEADER_LENGTH;
        while (at < end) {
            int avpLength = avpLength(in, at, end);
            if (avpLength == 0) {
                return false;
            }
            if (!readAvp(in, at, avpLength)) {
                return false;
            }
            at += (avpLength + 3) & ~3;
        }
        return true;
    }

    int resultCode() {
        return resultCode;
    }

    int services() {
        return services;
    }

    /** Result-Code of the service, an MSCC; 0 if it has none. */
    int serviceResult(int index) {
        return serviceResults[index];
    }

    /** Whether the answer repeats Session-Id, type and number of the session's request. */
    boolean matches(ByteBuf in, VirtualSession session) {
        return requestType == session.requestType
                && requestNumber == session.requestNumber
                && sessionIdLength >= VirtualSession.ID_DIGITS
                && endsWith(in, session.id);
    }

    private boolean endsWith(ByteBuf in, byte[] id) {
        int at = sessionIdOffset + sessionIdLength - id.length;
        for (int index = 0; index < id.length; index++) {
            if (in.getByte(at + index) != id[index]) {
                return false;
            }
        }
        return true;
    }

    private boolean readAvp(ByteBuf in, int at, int avpLength) {
        int data = at + Protocol.AVP_HEADER_LENGTH;
        switch (in.getInt(at)) {
            case Protocol.AVP_SESSION_ID -> {
                sessionIdOffset = data;
                sessionIdLength = avpLength - Protocol.AVP_HEADER_LENGTH;
            }
            case Protocol.AVP_RESULT_CODE -> resultCode = unsigned32(in, at, avpLength);
            case Protocol.AVP_CC_REQUEST_TYPE -> requestType = unsigned32(in, at, avpLength);
            case Protocol.AVP_CC_REQUEST_NUMBER -> requestNumber = unsigned32(in, at, avpLength);
            case Protocol.AVP_MULTIPLE_SERVICES_CREDIT_CONTROL -> {
                return services < SERVICES_MAX && readService(in, data, at + avpLength);
            }
            default -> {}
        }
        return true;
    }

    private boolean readService(ByteBuf in, int start, int end) {
        int result = 0;
        int at = start;
        while (at < end) {
            int avpLength = avpLength(in, at, end);
            if (avpLength == 0) {
                return false;
            }
            if (in.getInt(at) == Protocol.AVP_RESULT_CODE) {
                result = unsigned32(in, at, avpLength);
            }
            at += (avpLength + 3) & ~3;
        }
        serviceResults[services++] = result;
        return true;
    }

    /** @return -1 if the AVP is no Unsigned32 */
    private static int unsigned32(ByteBuf in, int at, int avpLength) {
        return avpLength == Protocol.AVP_HEADER_LENGTH + 4 ? in.getInt(at + Protocol.AVP_HEADER_LENGTH) : -1;
    }

    /** @return 0 if there is no whole AVP */
    private static int avpLength(ByteBuf in, int at, int end) {
        if (end - at < Protocol.AVP_HEADER_LENGTH) {
            return 0;
        }
        int length = in.getInt(at + 4) & 0xFF_FFFF;
        return length < Protocol.AVP_HEADER_LENGTH || ((length + 3) & ~3) > end - at ? 0 : length;
    }
}

package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;

/**
 * Answers a request that was not, or could not be, submitted: straight from the request's octets, of which it repeats what the grammar of the answer
 * wants, as far as they can be read. 3xxx answers carry the E bit (RFC 6733 §7.2); so does a 5xxx that cannot meet the command's own grammar,
 * because the request lacked what that echoes. Belongs to one event loop.
 */
public final class ErrorAnswer {

    private static final int NOT_FOUND = -1;
    /** How much of a request is looked at for what to repeat, so that no answer outgrows the longest message. */
    private static final int SCAN_MAX = 8 * 1024 * 1024;

    private final LocalNode node;
    private final AvpFlyweight avp = new AvpFlyweight();
    private final OverloadFeatures overloadFeatures = new OverloadFeatures();
    private int sessionId;
    private int requestType;
    private int requestNumber;
    private int supportedFeatures;
    private OverloadReport report;
    private boolean tellsOverload;

    public ErrorAnswer(LocalNode node) {
        this.node = node;
    }

    /** Appends the answer to a mistake; {@code length} is {@link DiameterHeader#LENGTH} if only the header can be read. */
    public void encode(ByteBuf request, int offset, int length, DiameterException mistake, ByteBuf out) {
        encode(request, offset, length, mistake.resultCode(), mistake.failedAvp(), mistake.getMessage(), out);
    }

    /** Appends an answer with this code, which says what is wrong, such as 3004. */
    public void encode(ByteBuf request, int offset, int length, ResultCode code, ByteBuf out) {
        encode(request, offset, length, code, null, RefusalText.ofRequest(code), out);
    }

    /** Appends a 3004, with this overload report if the client understands one; null if there is none. */
    public void encodeTooBusy(ByteBuf request, int offset, int length, OverloadReport newReport, ByteBuf out) {
        report = newReport;
        tellsOverload = true;
        encode(request, offset, length, ResultCode.TOO_BUSY, out);
        tellsOverload = false;
    }

    private void encode(
            ByteBuf request, int offset, int length, ResultCode code, byte[] failedAvp, String message, ByteBuf out) {
        int limit = scan(request, offset, Math.min(length, SCAN_MAX));
        int start = MessageWriter.beginAnswer(
                out, request, offset, code.isProtocolError() || !canMeetGrammar(request, offset));
        copy(request, sessionId, limit, out);
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, code.code());
        node.writeOrigin(out);
        if (DiameterHeader.command(request, offset) == DiameterHeader.CREDIT_CONTROL) {
            AvpWriter.unsigned32(out, Avp.AUTH_APPLICATION_ID, DiameterHeader.APPLICATION_CREDIT_CONTROL);
            copy(request, requestType, limit, out);
            copy(request, requestNumber, limit, out);
        }
        if (failedAvp != null) {
            AvpWriter.octets(out, Avp.FAILED_AVP, failedAvp);
        }
        if (message != null) {
            AvpWriter.utf8(out, Avp.ERROR_MESSAGE, message);
        }
        if (tellsOverload) {
            overload(request, limit, out);
        }
        copyProxyInfo(request, offset, limit, out);
        MessageWriter.end(out, start);
    }

    private void overload(ByteBuf request, int limit, ByteBuf out) {
        if (supportedFeatures != NOT_FOUND
                && isReadable(request, supportedFeatures, limit)
                && overloadFeatures.acceptLoss(request, avp)) {
            OverloadFeatures.write(report, out);
        }
    }

    private boolean canMeetGrammar(ByteBuf request, int offset) {
        return switch (DiameterHeader.command(request, offset)) {
            case DiameterHeader.CREDIT_CONTROL ->
                sessionId != NOT_FOUND && requestType != NOT_FOUND && requestNumber != NOT_FOUND;
            case DiameterHeader.DEVICE_WATCHDOG, DiameterHeader.DISCONNECT_PEER -> true;
            default -> false;
        };
    }

    /** Finds what is to be repeated. @return where the readable AVPs end */
    private int scan(ByteBuf request, int offset, int length) {
        sessionId = NOT_FOUND;
        requestType = NOT_FOUND;
        requestNumber = NOT_FOUND;
        supportedFeatures = NOT_FOUND;
        int end = offset + length;
        int at = offset + DiameterHeader.LENGTH;
        while (at < end && isReadable(request, at, end)) {
            note();
            at = avp.nextOffset();
        }
        return Math.min(at, end);
    }

    private boolean isReadable(ByteBuf request, int at, int end) {
        try {
            avp.wrap(request, at, end);
            return avp.nextOffset() <= end;
        } catch (DiameterException e) {
            return e.resultCode() != ResultCode.INVALID_AVP_LENGTH && avp.nextOffset() <= end;
        }
    }

    private void note() {
        switch (avp.key()) {
            case Avp.SESSION_ID -> sessionId = firstOf(sessionId);
            case Avp.CC_REQUEST_TYPE -> requestType = avp.dataLength() == 4 ? firstOf(requestType) : requestType;
            case Avp.CC_REQUEST_NUMBER ->
                requestNumber = avp.dataLength() == 4 ? firstOf(requestNumber) : requestNumber;
            case Avp.OC_SUPPORTED_FEATURES -> supportedFeatures = firstOf(supportedFeatures);
            default -> {
                // not repeated
            }
        }
    }

    private int firstOf(int found) {
        return found == NOT_FOUND ? avp.offset() : found;
    }

    /** The type of a request that cannot be decoded further, for its count; null if it names none. */
    public RequestType requestType(ByteBuf request) {
        return requestType == NOT_FOUND
                ? null
                : RequestType.of(request.getUnsignedInt(requestType + AvpFlyweight.HEADER_LENGTH));
    }

    private void copy(ByteBuf request, int at, int limit, ByteBuf out) {
        if (at != NOT_FOUND && isReadable(request, at, limit)) {
            out.writeBytes(request, at, avp.nextOffset() - at);
        }
    }

    private void copyProxyInfo(ByteBuf request, int offset, int limit, ByteBuf out) {
        int at = offset + DiameterHeader.LENGTH;
        while (at < limit && isReadable(request, at, limit)) {
            if (avp.key() == Avp.PROXY_INFO) {
                out.writeBytes(request, at, avp.nextOffset() - at);
            }
            at = avp.nextOffset();
        }
    }
}

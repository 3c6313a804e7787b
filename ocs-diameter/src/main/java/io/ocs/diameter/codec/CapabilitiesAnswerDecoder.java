package io.ocs.diameter.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;

/**
 * Reads a CEA (RFC 6733 §5.3.2). What nothing is read of is passed over, whatever it is: who refuses an answer can tell nobody. Allocates; it is rare.
 * Belongs to one event loop.
 */
public final class CapabilitiesAnswerDecoder {

    private static final long ABSENT = -1;

    private final AvpFlyweight avp = new AvpFlyweight();
    private final ApplicationIds applicationIds = new ApplicationIds();
    private final CommonApplications applications = new CommonApplications();
    private long resultCode;
    private String originHost;
    private String originRealm;
    private String productName;
    private String errorMessage;
    private long originStateId;

    /**
     * Reads the answer at {@code offset}, whose length a {@link DiameterFrameDecoder} has checked.
     *
     * @throws DiameterException if lengths or bits are wrong, or it has no Result-Code
     */
    public CapabilitiesAnswer decode(ByteBuf buffer, int offset, int length) throws DiameterException {
        begin();
        int limit = offset + length;
        for (int at = offset + DiameterHeader.LENGTH; at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            member(buffer);
        }
        if (resultCode == ABSENT) {
            throw DiameterException.missing(Avp.RESULT_CODE);
        }
        Capabilities capabilities = new Capabilities(
                originHost, originRealm, productName, applications.creditControl(), applications.relay());
        return new CapabilitiesAnswer(resultCode, capabilities, originStateId, errorMessage);
    }

    private void begin() {
        applications.reset();
        resultCode = ABSENT;
        originHost = "";
        originRealm = "";
        productName = "";
        errorMessage = "";
        originStateId = 0;
    }

    private void member(ByteBuf buffer) throws DiameterException {
        switch (avp.key()) {
            case Avp.RESULT_CODE -> resultCode = avp.unsigned32();
            case Avp.ORIGIN_HOST -> originHost = text(buffer);
            case Avp.ORIGIN_REALM -> originRealm = text(buffer);
            case Avp.PRODUCT_NAME -> productName = text(buffer);
            case Avp.ERROR_MESSAGE -> errorMessage = text(buffer);
            case Avp.ORIGIN_STATE_ID -> originStateId = avp.unsigned32();
            case Avp.AUTH_APPLICATION_ID, Avp.ACCT_APPLICATION_ID -> applications.note(avp);
            case Avp.VENDOR_SPECIFIC_APPLICATION_ID -> applications.note(applicationIds.read(buffer, avp));
            case Avp.INBAND_SECURITY_ID -> requireNoInbandSecurity();
            default -> {
                // nothing of the others is used
            }
        }
    }

    /** It was not offered, so it cannot be chosen (RFC 6733 §6.10). */
    private void requireNoInbandSecurity() throws DiameterException {
        if (avp.unsigned32() != BaseRequestDecoder.NO_INBAND_SECURITY) {
            throw DiameterException.refused(ResultCode.NO_COMMON_SECURITY, avp, "inband security was not offered");
        }
    }

    private String text(ByteBuf buffer) {
        return buffer.toString(avp.dataOffset(), avp.dataLength(), UTF_8);
    }
}

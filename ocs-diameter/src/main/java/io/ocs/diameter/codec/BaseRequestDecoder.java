package io.ocs.diameter.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;

/** Reads the requests between peers: CER, DWR, DPR (RFC 6733 §5.3 to §5.5). Allocates; they are rare. Belongs to one event loop. */
public final class BaseRequestDecoder {

    // Slots of the AVPs that may occur once.
    private static final int ORIGIN_HOST = 0;
    private static final int ORIGIN_REALM = 1;
    private static final int VENDOR_ID = 2;
    private static final int PRODUCT_NAME = 3;
    private static final int ORIGIN_STATE_ID = 4;
    private static final int FIRMWARE_REVISION = 5;
    private static final int DISCONNECT_CAUSE = 6;
    private static final int SLOT_COUNT = 7;
    private static final int NO_SLOT = -1;

    /** Disconnect-Cause DO_NOT_WANT_TO_TALK_TO_YOU, the last one (RFC 6733 §5.4.3). */
    private static final int DISCONNECT_CAUSE_MAX = 2;
    /** Inband-Security-Id NO_INBAND_SECURITY (RFC 6733 §6.10), the only one that this server offers. */
    static final int NO_INBAND_SECURITY = 0;

    private static final int FAMILY_LENGTH = 2;

    private final AvpFlyweight avp = new AvpFlyweight();
    private final ApplicationIds applicationIds = new ApplicationIds();
    private final SingleAvps singles = new SingleAvps(SLOT_COUNT);
    private String originHost;
    private String originRealm;
    private String productName;
    private long originStateId;
    private final CommonApplications applications = new CommonApplications();
    private int disconnectCause;
    private boolean addressed;
    private byte[] otherSecurity;
    private boolean noSecurity;

    /** Reads a CER. @throws DiameterException 5005 if an AVP is missing, 5017 for inband security, otherwise as for any message */
    public Capabilities capabilities(ByteBuf buffer, int offset, int length) throws DiameterException {
        read(buffer, offset, length);
        if (!addressed) {
            throw DiameterException.missing(Avp.HOST_IP_ADDRESS);
        }
        singles.require(VENDOR_ID, Avp.VENDOR_ID);
        singles.require(PRODUCT_NAME, Avp.PRODUCT_NAME);
        if (otherSecurity != null && !noSecurity) {
            throw DiameterException.refused(
                    ResultCode.NO_COMMON_SECURITY, otherSecurity, "inband security is not offered");
        }
        return new Capabilities(
                originHost, originRealm, productName, applications.creditControl(), applications.relay());
    }

    /** Checks a DWR. */
    public void watchdog(ByteBuf buffer, int offset, int length) throws DiameterException {
        read(buffer, offset, length);
    }

    /** Checks a DPR. @return its Disconnect-Cause (RFC 6733 §5.4.3) */
    public int disconnect(ByteBuf buffer, int offset, int length) throws DiameterException {
        read(buffer, offset, length);
        singles.require(DISCONNECT_CAUSE, Avp.DISCONNECT_CAUSE);
        return disconnectCause;
    }

    /** Origin-Host of the request that was read last. */
    public String originHost() {
        return originHost;
    }

    /** Origin-State-Id (RFC 6733 §8.16) of the request that was read last; 0 says nothing. */
    public long originStateId() {
        return originStateId;
    }

    private void read(ByteBuf buffer, int offset, int length) throws DiameterException {
        DiameterHeader.checkBetweenPeers(buffer, offset);
        begin();
        int limit = offset + length;
        for (int at = offset + DiameterHeader.LENGTH; at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            CreditControlDecoder.skipInRequest(avp);
            int slot = slot(avp.key());
            if (slot == NO_SLOT) {
                repeatable(buffer);
            } else if (singles.first(slot, avp)) {
                single(buffer, slot);
            }
        }
        singles.require(ORIGIN_HOST, Avp.ORIGIN_HOST);
        singles.require(ORIGIN_REALM, Avp.ORIGIN_REALM);
    }

    private void begin() {
        singles.reset();
        originStateId = 0;
        addressed = false;
        applications.reset();
        otherSecurity = null;
        noSecurity = false;
    }

    private static int slot(int key) {
        return switch (key) {
            case Avp.ORIGIN_HOST -> ORIGIN_HOST;
            case Avp.ORIGIN_REALM -> ORIGIN_REALM;
            case Avp.VENDOR_ID -> VENDOR_ID;
            case Avp.PRODUCT_NAME -> PRODUCT_NAME;
            case Avp.ORIGIN_STATE_ID -> ORIGIN_STATE_ID;
            case Avp.FIRMWARE_REVISION -> FIRMWARE_REVISION;
            case Avp.DISCONNECT_CAUSE -> DISCONNECT_CAUSE;
            default -> NO_SLOT;
        };
    }

    private void single(ByteBuf buffer, int slot) throws DiameterException {
        switch (slot) {
            case ORIGIN_HOST -> originHost = identity(buffer);
            case ORIGIN_REALM -> originRealm = identity(buffer);
            case PRODUCT_NAME -> productName = text(buffer);
            case ORIGIN_STATE_ID -> originStateId = avp.dataLength() == 4 ? avp.unsigned32() : 0;
            case DISCONNECT_CAUSE -> {
                require(avp.unsigned32() <= DISCONNECT_CAUSE_MAX, ResultCode.INVALID_AVP_VALUE, "no such cause");
                disconnectCause = (int) avp.unsigned32();
            }
            default -> {
                // must only be there once
            }
        }
    }

    private void repeatable(ByteBuf buffer) throws DiameterException {
        switch (avp.key()) {
            case Avp.HOST_IP_ADDRESS -> address(buffer);
            case Avp.INBAND_SECURITY_ID -> security();
            case Avp.AUTH_APPLICATION_ID, Avp.ACCT_APPLICATION_ID -> applications.note(avp);
            case Avp.VENDOR_SPECIFIC_APPLICATION_ID -> applications.note(applicationIds.read(buffer, avp));
            default -> {
                // nothing of the others is used
            }
        }
    }

    private void require(boolean condition, ResultCode code, String message) throws DiameterException {
        if (!condition) {
            throw DiameterException.refused(code, avp, message);
        }
    }

    private String identity(ByteBuf buffer) throws DiameterException {
        require(avp.dataLength() > 0, ResultCode.INVALID_AVP_VALUE, "an identity is empty");
        return text(buffer);
    }

    private String text(ByteBuf buffer) {
        return buffer.toString(avp.dataOffset(), avp.dataLength(), UTF_8);
    }

    /** An Address (RFC 6733 §4.3.1): the length of IPv4 and IPv6 is known. */
    private void address(ByteBuf buffer) throws DiameterException {
        require(avp.dataLength() >= FAMILY_LENGTH, ResultCode.INVALID_AVP_LENGTH, "an address without a family");
        int octets = avp.dataLength() - FAMILY_LENGTH;
        boolean fits =
                switch (buffer.getUnsignedShort(avp.dataOffset())) {
                    case BaseMessages.ADDRESS_FAMILY_IPV4 -> octets == 4;
                    case BaseMessages.ADDRESS_FAMILY_IPV6 -> octets == 16;
                    default -> true;
                };
        require(fits, ResultCode.INVALID_AVP_LENGTH, "an address that is not as long as its family wants");
        addressed = true;
    }

    private void security() throws DiameterException {
        if (avp.unsigned32() == NO_INBAND_SECURITY) {
            noSecurity = true;
        } else {
            otherSecurity = avp.copy();
        }
    }
}

package io.ocs.diameter.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/** Reads the requests between peers: CER, DWR, DPR (RFC 6733 §5.3 to §5.5). Allocates; they are rare. Belongs to one event loop. */
public final class BaseRequestDecoder {

    private static final int[] MANDATORY_IN_CER = {
        Avp.ORIGIN_HOST, Avp.ORIGIN_REALM, Avp.HOST_IP_ADDRESS, Avp.VENDOR_ID, Avp.PRODUCT_NAME
    };
    private static final int[] MANDATORY_IN_DWR = {Avp.ORIGIN_HOST, Avp.ORIGIN_REALM};
    private static final int[] MANDATORY_IN_DPR = {Avp.ORIGIN_HOST, Avp.ORIGIN_REALM, Avp.DISCONNECT_CAUSE};

    private final AvpFlyweight avp = new AvpFlyweight();
    private final AvpFlyweight member = new AvpFlyweight();
    private final BitSet seen = new BitSet();
    private String originHost;
    private String originRealm;
    private String productName;
    private boolean creditControl;

    /** Reads a CER. @throws DiameterException 5005 if an AVP is missing, 5001, 5014 or 3009 as for any message */
    public Capabilities capabilities(ByteBuf buffer, int offset, int length) throws DiameterException {
        creditControl = false;
        read(buffer, offset, length, MANDATORY_IN_CER);
        return new Capabilities(originHost, originRealm, productName, creditControl);
    }

    /** Checks a DWR. */
    public void watchdog(ByteBuf buffer, int offset, int length) throws DiameterException {
        read(buffer, offset, length, MANDATORY_IN_DWR);
    }

    /** Checks a DPR. */
    public void disconnect(ByteBuf buffer, int offset, int length) throws DiameterException {
        read(buffer, offset, length, MANDATORY_IN_DPR);
    }

    private void read(ByteBuf buffer, int offset, int length, int[] mandatory) throws DiameterException {
        seen.clear();
        int limit = offset + length;
        for (int at = offset + DiameterHeader.LENGTH; at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            CreditControlDecoder.requireKnown(avp);
            note(buffer);
        }
        for (int key : mandatory) {
            if (!seen.get(key)) {
                throw DiameterException.missing(key);
            }
        }
    }

    private void note(ByteBuf buffer) throws DiameterException {
        int key = avp.key();
        if (key >= 0 && !Avp.isVendorSpecific(key)) {
            seen.set(key);
        }
        switch (key) {
            case Avp.ORIGIN_HOST -> originHost = text(buffer);
            case Avp.ORIGIN_REALM -> originRealm = text(buffer);
            case Avp.PRODUCT_NAME -> productName = text(buffer);
            case Avp.AUTH_APPLICATION_ID, Avp.ACCT_APPLICATION_ID -> application(avp);
            case Avp.VENDOR_SPECIFIC_APPLICATION_ID -> vendorSpecificApplication(buffer);
            default -> {
                // nothing of the others is used
            }
        }
    }

    private String text(ByteBuf buffer) {
        return buffer.toString(avp.dataOffset(), avp.dataLength(), UTF_8);
    }

    private void application(AvpFlyweight id) throws DiameterException {
        long application = id.unsigned32();
        creditControl |= application == DiameterHeader.APPLICATION_RELAY
                || (application == DiameterHeader.APPLICATION_CREDIT_CONTROL && id.key() == Avp.AUTH_APPLICATION_ID);
    }

    private void vendorSpecificApplication(ByteBuf buffer) throws DiameterException {
        int limit = avp.dataEnd();
        for (int at = avp.dataOffset(); at < limit; at = member.nextOffset()) {
            member.wrap(buffer, at, limit);
            if (member.key() == Avp.AUTH_APPLICATION_ID || member.key() == Avp.ACCT_APPLICATION_ID) {
                application(member);
            }
        }
    }
}

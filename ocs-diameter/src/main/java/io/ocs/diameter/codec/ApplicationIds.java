package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;

/**
 * Reads Vendor-Specific-Application-Id (RFC 6733 §6.11), which holds either Auth-Application-Id or Acct-Application-Id. Belongs to one event loop.
 */
final class ApplicationIds {

    private static final int NONE = -1;

    private final AvpFlyweight avp = new AvpFlyweight();

    /**
     * The one id of the group.
     *
     * @return the AVP that holds it, valid until the next call
     * @throws DiameterException 5005 if there is none, 5009 if there are both
     */
    AvpFlyweight read(ByteBuf buffer, AvpFlyweight group) throws DiameterException {
        try {
            return members(buffer, group);
        } catch (DiameterException e) {
            throw e.inside(group);
        }
    }

    private AvpFlyweight members(ByteBuf buffer, AvpFlyweight group) throws DiameterException {
        int found = NONE;
        int limit = group.dataEnd();
        for (int at = group.dataOffset(); at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            if (avp.key() == Avp.VENDOR_ID) {
                CreditControlDecoder.skip(avp);
            } else if (avp.key() != Avp.AUTH_APPLICATION_ID && avp.key() != Avp.ACCT_APPLICATION_ID) {
                CreditControlDecoder.skipInClosedGroup(avp);
            } else if (found == NONE) {
                found = at;
            } else if (!avp.isRepeatOf(found)) {
                byte[] second = avp.copy();
                throw DiameterException.refused(
                        ResultCode.AVP_OCCURS_TOO_MANY_TIMES,
                        AvpWriter.join(avp.wrap(buffer, found, limit).copy(), second),
                        "more than one Application-Id");
            }
        }
        if (found == NONE) {
            throw DiameterException.refused(
                    ResultCode.MISSING_AVP,
                    AvpWriter.join(
                            AvpWriter.example(Avp.AUTH_APPLICATION_ID), AvpWriter.example(Avp.ACCT_APPLICATION_ID)),
                    "neither Auth-Application-Id nor Acct-Application-Id");
        }
        return avp.wrap(buffer, found, limit);
    }
}

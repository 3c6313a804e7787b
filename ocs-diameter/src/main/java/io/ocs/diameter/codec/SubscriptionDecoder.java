package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.Octets;
import io.ocs.core.ResultCode;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.request.CreditControlRequest;

/** Reads Subscription-Id and Subscription-Id-Extension (RFC 8506 §8.46, §8.58). Belongs to one event loop. */
final class SubscriptionDecoder {

    private static final int DATA_MAX = 128;

    private static final int TYPE = 0;
    private static final int DATA = 1;
    private static final int SLOT_COUNT = 2;

    private final AvpFlyweight avp = new AvpFlyweight();
    private final SingleAvps singles = new SingleAvps(SLOT_COUNT);
    private final Octets data = new Octets(DATA_MAX);

    /** Adds the identity of a Subscription-Id; one that is empty or too long to be known is left out. */
    void decode(ByteBuf buffer, AvpFlyweight group, CreditControlRequest request) throws DiameterException {
        try {
            add(members(buffer, group), request);
        } catch (DiameterException e) {
            throw e.inside(group);
        }
    }

    private SubscriptionIdType members(ByteBuf buffer, AvpFlyweight group) throws DiameterException {
        SubscriptionIdType type = null;
        singles.reset();
        int limit = group.dataEnd();
        for (int at = group.dataOffset(); at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            switch (avp.key()) {
                case Avp.SUBSCRIPTION_ID_TYPE -> type = singles.first(TYPE, avp) ? type() : type;
                case Avp.SUBSCRIPTION_ID_DATA -> {
                    if (singles.first(DATA, avp)) {
                        read();
                    }
                }
                default -> CreditControlDecoder.skipInClosedGroup(avp);
            }
        }
        singles.require(TYPE, Avp.SUBSCRIPTION_ID_TYPE);
        singles.require(DATA, Avp.SUBSCRIPTION_ID_DATA);
        return type;
    }

    private SubscriptionIdType type() throws DiameterException {
        SubscriptionIdType type = SubscriptionIdType.of(avp.unsigned32());
        if (type == null) {
            throw DiameterException.refused(ResultCode.INVALID_AVP_VALUE, avp, "no such Subscription-Id-Type");
        }
        return type;
    }

    /** Adds the identity of a Subscription-Id-Extension, whose AVP code tells the type. */
    void decodeExtension(ByteBuf buffer, AvpFlyweight group, CreditControlRequest request) throws DiameterException {
        try {
            extensionMembers(buffer, group, request);
        } catch (DiameterException e) {
            throw e.inside(group);
        }
    }

    private void extensionMembers(ByteBuf buffer, AvpFlyweight group, CreditControlRequest request)
            throws DiameterException {
        int limit = group.dataEnd();
        for (int at = group.dataOffset(); at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            int key = avp.key();
            if (key >= Avp.SUBSCRIPTION_ID_E164 && key <= Avp.SUBSCRIPTION_ID_PRIVATE) {
                read();
                add(SubscriptionIdType.of(key - Avp.SUBSCRIPTION_ID_E164), request);
            } else {
                CreditControlDecoder.skip(avp);
            }
        }
    }

    private void read() {
        if (avp.dataLength() <= DATA_MAX) {
            avp.copyTo(data);
        } else {
            data.clear();
        }
    }

    private void add(SubscriptionIdType type, CreditControlRequest request) {
        if (!data.isEmpty()) {
            request.addSubscription(type, data.array(), 0, data.length());
        }
    }
}

package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlRequest;

/**
 * Reads from Service-Information (TS 32.299 §7.2) what rating looks at: who is called or written to, the APN, the visited network, the radio access,
 * the QoS class.
 * A message has a recipient for each Recipient-Info (SMS), or for each Recipient-Address outside of one (MMS).
 * Groups nest at most {@value #DEPTH_MAX} deep here. Belongs to one event loop.
 */
final class ServiceInformationDecoder {

    private static final int DEPTH_MAX = 8;

    // AoC-Service-Type (TS 32.299)
    private static final int AOC_AT_SETUP = 1;
    private static final int AOC_DURING = 2;
    private static final int AOC_AT_END = 3;

    private final AvpFlyweight[] levels = new AvpFlyweight[DEPTH_MAX];
    private final SubscriptionDecoder subscriptions;
    private boolean inRecipientInfo;
    private boolean adviceBySubscription;
    /** Of the recipient at hand, else null. */
    private Octets recipient;

    ServiceInformationDecoder(SubscriptionDecoder subscriptions) {
        this.subscriptions = subscriptions;
        for (int i = 0; i < DEPTH_MAX; i++) {
            levels[i] = new AvpFlyweight();
        }
    }

    /**
     * Reads the group.
     *
     * @param identities whether its Subscription-Ids count, because the command level has none
     * @param advice whether the subscription to advice of charge counts, because there is no AoC-Request-Type
     */
    void decode(ByteBuf buffer, AvpFlyweight group, CreditControlRequest request, boolean identities, boolean advice)
            throws DiameterException {
        adviceBySubscription = advice;
        inRecipientInfo = false;
        recipient = null;
        members(buffer, group, request, identities, 1);
    }

    private void members(
            ByteBuf buffer, AvpFlyweight group, CreditControlRequest request, boolean identities, int depth)
            throws DiameterException {
        if (depth == DEPTH_MAX) {
            throw DiameterException.refused(
                    ResultCode.UNABLE_TO_COMPLY, group, "grouped AVPs are nested more than " + DEPTH_MAX + " deep");
        }
        AvpFlyweight avp = levels[depth];
        int limit = group.dataEnd();
        try {
            for (int at = group.dataOffset(); at < limit; at = avp.nextOffset()) {
                member(buffer, avp.wrap(buffer, at, limit), request, identities, depth);
            }
        } catch (DiameterException e) {
            throw e.inside(group);
        }
    }

    private void member(ByteBuf buffer, AvpFlyweight avp, CreditControlRequest request, boolean identities, int depth)
            throws DiameterException {
        if (avp.key() == Avp.RECIPIENT_INFO || avp.key() == Avp.RECIPIENT_ADDRESS) {
            recipient(buffer, avp, request, identities, depth);
        } else if (isGroup(avp.key())) {
            members(buffer, avp, request, identities, depth + 1);
        } else if (avp.key() == Avp.SUBSCRIPTION_ID) {
            if (identities) {
                subscriptions.decode(buffer, avp, request);
            }
        } else {
            value(buffer, avp, request);
        }
    }

    private void recipient(
            ByteBuf buffer, AvpFlyweight avp, CreditControlRequest request, boolean identities, int depth)
            throws DiameterException {
        if (inRecipientInfo) {
            members(buffer, avp, request, identities, depth + 1);
            return;
        }
        recipient = request.addRecipient();
        if (recipient == null) {
            throw DiameterException.refused(
                    ResultCode.AVP_OCCURS_TOO_MANY_TIMES,
                    avp,
                    "more than " + CreditControlRequest.RECIPIENTS_MAX + " recipients");
        }
        inRecipientInfo = avp.key() == Avp.RECIPIENT_INFO;
        members(buffer, avp, request, identities, depth + 1);
        inRecipientInfo = false;
        recipient = null;
    }

    /** The groups that are looked into. A hostile message may nest them in each other. */
    private static boolean isGroup(int key) {
        return switch (key) {
            case Avp.PS_INFORMATION,
                    Avp.QOS_INFORMATION,
                    Avp.IMS_INFORMATION,
                    Avp.SMS_INFORMATION,
                    Avp.MMS_INFORMATION,
                    Avp.VCS_INFORMATION,
                    Avp.AOC_INFORMATION,
                    Avp.AOC_SUBSCRIPTION_INFORMATION,
                    Avp.AOC_SERVICE -> true;
            default -> false;
        };
    }

    private void value(ByteBuf buffer, AvpFlyweight avp, CreditControlRequest request) throws DiameterException {
        switch (avp.key()) {
            case Avp.CALLED_PARTY_ADDRESS -> party(avp, request.calledParty);
            case Avp.ADDRESS_DATA -> {
                if (recipient != null) {
                    party(avp, recipient);
                }
            }
            case Avp.QOS_CLASS_IDENTIFIER -> {
                if (avp.dataLength() == Integer.BYTES) {
                    request.qosClass(avp.integer32());
                }
            }
            case Avp.GPRS_NEGOTIATED_QOS_PROFILE -> {
                if (request.qosClass() == CreditControlRequest.ABSENT) {
                    request.qosClass(NegotiatedQos.qosClass(buffer, avp));
                }
            }
            case Avp.AOC_SERVICE_TYPE -> {
                if (adviceBySubscription && avp.dataLength() == Integer.BYTES) {
                    adviceOfCharge(avp.integer32(), request);
                }
            }
            case Avp.ROLE_OF_NODE -> request.roleOfNode(avp.integer32());
            case Avp.CALLING_PARTY_ADDRESS -> party(avp, request.callingParty);
            case Avp.CALLED_STATION_ID -> avp.copyTo(request.apn);
            case Avp.SGSN_MCC_MNC -> avp.copyTo(request.visitedNetwork);
            case Avp.USER_LOCATION_INFO -> VisitedNetwork.ofLocation(buffer, avp, request.visitedNetwork);
            case Avp.ACCESS_NETWORK_INFORMATION -> VisitedNetwork.ofAccess(buffer, avp, request.visitedNetwork);
            case Avp.RAT_TYPE -> {
                if (avp.dataLength() == 1) {
                    request.ratType(buffer.getUnsignedByte(avp.dataOffset()));
                }
            }
            default -> CreditControlDecoder.skip(avp);
        }
    }

    /** What the user has subscribed to (TS 32.280): the price at the beginning, the cost while the session lasts, or at its end; an event is all of them. */
    private static void adviceOfCharge(int service, CreditControlRequest request) {
        RequestType type = request.type();
        switch (service) {
            case AOC_AT_SETUP ->
                request.tariffAdvice(
                        request.tariffAdvice() || type == RequestType.INITIAL || type == RequestType.EVENT);
            case AOC_DURING -> request.costAdvice(request.costAdvice() || type == RequestType.UPDATE);
            case AOC_AT_END ->
                request.costAdvice(
                        request.costAdvice() || type == RequestType.TERMINATION || type == RequestType.EVENT);
            default -> {
                // no advice
            }
        }
    }

    /** Of several addresses the first one is rated. */
    private static void party(AvpFlyweight avp, Octets target) {
        if (target.isEmpty()) {
            avp.copyTo(target);
            PartyAddress.normalise(target);
        }
    }
}

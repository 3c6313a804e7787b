package io.ocs.sim;

import java.util.List;
import org.jdiameter.api.ApplicationId;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;

/**
 * An IMS call as Kamailio's charging module sends it: application named as a vendor's, accounting AVPs in a CCR, the number
 * with a plus, at the top and again inside Service-Information.
 *
 * @param subscriber the calling party
 * @param calledParty digits of the number called, country code first
 */
record VoiceStyle(Subscriber subscriber, String calledParty) implements ClientStyle {
    static final long RATING_GROUP = 100;
    static final long SERVICE_IDENTIFIER = 1000;

    @Override
    public String serviceContextId() {
        return "ext.01.001.8.32260@3gpp.org";
    }

    @Override
    public List<SubscriptionId> subscriptions() {
        return List.of(SubscriptionId.e164("+" + subscriber.msisdn()));
    }

    @Override
    public ApplicationId application() {
        return Avps.CREDIT_CONTROL_3GPP;
    }

    @Override
    public void addTo(AvpSet avps, CreditControlRequest request) {
        avps.addAvp(Avp.ACC_RECORD_TYPE, accountingRecordType(request.type()), true, false);
        avps.addAvp(Avp.ACC_RECORD_NUMBER, 0L, true, false, true);
        avps.addAvp(Avp.USER_NAME, "+" + subscriber.msisdn(), true, false, false);
        avps.addAvp(Avps.MULTIPLE_SERVICES_INDICATOR, 1, true, false);
        AvpSet information = avps.addGroupedAvp(Avps.SERVICE_INFORMATION, Avps.VENDOR_3GPP, true, false);
        subscriptions().forEach(subscription -> RequestWriter.addSubscription(information, subscription));
        AvpSet ims = information.addGroupedAvp(Avps.IMS_INFORMATION, Avps.VENDOR_3GPP, true, false);
        AvpSet event = ims.addGroupedAvp(Avps.EVENT_TYPE, Avps.VENDOR_3GPP, true, false);
        String method = request.type() == RequestType.INITIAL ? "INVITE" : "dummy";
        event.addAvp(Avps.SIP_METHOD, method, Avps.VENDOR_3GPP, true, false, false);
        ims.addAvp(Avps.ROLE_OF_NODE, 0, Avps.VENDOR_3GPP, true, false);
        ims.addAvp(Avps.NODE_FUNCTIONALITY, 0, Avps.VENDOR_3GPP, true, false);
        ims.addAvp(Avps.USER_SESSION_ID, request.sessionId(), Avps.VENDOR_3GPP, true, false, false);
        addAddress(ims, Avps.CALLING_PARTY_ADDRESS, "tel:+" + subscriber.msisdn());
        addAddress(ims, Avps.CALLED_PARTY_ADDRESS, "sip:" + calledParty + "@ims.example.com");
    }

    private static void addAddress(AvpSet ims, int code, String address) {
        ims.addAvp(code, address, Avps.VENDOR_3GPP, true, false, false);
    }

    private static int accountingRecordType(RequestType type) {
        return switch (type) {
            case EVENT -> 1;
            case INITIAL -> 2;
            case UPDATE -> 3;
            case TERMINATION -> 4;
        };
    }
}

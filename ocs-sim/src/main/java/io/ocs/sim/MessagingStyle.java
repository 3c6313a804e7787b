package io.ocs.sim;

import java.util.List;
import org.jdiameter.api.AvpSet;

/**
 * A short-message centre: one E.164 identity, and whom the message goes to.
 *
 * @param subscriber the sender
 * @param recipient digits of the recipient's number, country code first; null = a service without one
 */
record MessagingStyle(Subscriber subscriber, String recipient) implements ClientStyle {
    static final long SERVICE_IDENTIFIER = 1;
    static final long RATING_GROUP = 10;
    private static final int ADDRESS_TYPE_MSISDN = 1;

    @Override
    public String serviceContextId() {
        return "32274@3gpp.org";
    }

    @Override
    public List<SubscriptionId> subscriptions() {
        return List.of(SubscriptionId.e164(subscriber.msisdn()));
    }

    @Override
    public void addTo(AvpSet avps, CreditControlRequest request) {
        if (recipient == null) {
            return;
        }
        AvpSet information = avps.addGroupedAvp(Avps.SERVICE_INFORMATION, Avps.VENDOR_3GPP, true, false);
        AvpSet sms = information.addGroupedAvp(Avps.SMS_INFORMATION, Avps.VENDOR_3GPP, true, false);
        AvpSet info = sms.addGroupedAvp(Avps.RECIPIENT_INFO, Avps.VENDOR_3GPP, true, false);
        AvpSet address = info.addGroupedAvp(Avps.RECIPIENT_ADDRESS, Avps.VENDOR_3GPP, true, false);
        address.addAvp(Avps.ADDRESS_TYPE, ADDRESS_TYPE_MSISDN, Avps.VENDOR_3GPP, true, false);
        address.addAvp(Avps.ADDRESS_DATA, recipient, Avps.VENDOR_3GPP, true, false, false);
    }
}

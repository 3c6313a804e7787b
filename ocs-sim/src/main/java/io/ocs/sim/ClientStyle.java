package io.ocs.sim;

import java.util.List;
import org.jdiameter.api.ApplicationId;
import org.jdiameter.api.AvpSet;

/**
 * What one kind of network element puts into every request of one subscriber's service: service context, identities,
 * Service-Information, and the oddities real servers must bear with.
 */
public interface ClientStyle {
    /** Packet data in the manner of Open5GS; {@code msisdn} in digits, without a plus. */
    static ClientStyle data(String msisdn, String imsi) {
        return new DataStyle(new Subscriber(msisdn, imsi), "internet", 1);
    }

    /** A call in the manner of Kamailio; {@code calledParty} in digits, country code first. */
    static ClientStyle voice(String msisdn, String imsi, String calledParty) {
        return new VoiceStyle(new Subscriber(msisdn, imsi), calledParty);
    }

    /** Messages and other events; {@code recipient} in digits, country code first, or null for none. */
    static ClientStyle messaging(String msisdn, String imsi, String recipient) {
        return new MessagingStyle(new Subscriber(msisdn, imsi), recipient);
    }

    /** Service-Context-Id of its requests. */
    String serviceContextId();

    /** Subscription-Ids in the order and form it sends them. */
    List<SubscriptionId> subscriptions();

    /** How it names the Credit-Control application: plainly, or as a vendor's. */
    default ApplicationId application() {
        return Avps.CREDIT_CONTROL;
    }

    /** Adds its own AVPs to a request that has all others already. */
    void addTo(AvpSet avps, CreditControlRequest request);
}

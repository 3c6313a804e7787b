package io.ocs.sim;

import java.util.List;
import org.jdiameter.api.ApplicationId;
import org.jdiameter.api.AvpSet;

/**
 * What one kind of network element puts into every request of one subscriber's service: service context, identities,
 * Service-Information, and the oddities real servers must bear with.
 */
public interface ClientStyle {
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

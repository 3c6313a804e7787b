package io.ocs.sim;

import java.util.Date;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;

/** Writes a {@link CreditControlRequest} as AVPs. The application's AVP stands there already: jDiameter adds it. */
final class RequestWriter {
    private static final int LOGOUT = 1;

    private final NetworkElementOptions options;

    RequestWriter(NetworkElementOptions options) {
        this.options = options;
    }

    void write(CreditControlRequest request, AvpSet avps) {
        avps.insertAvp(0, Avp.SESSION_ID, request.sessionId(), true, false, false);
        avps.addAvp(Avp.ORIGIN_HOST, options.originHost(), true, false, true);
        avps.addAvp(Avp.ORIGIN_REALM, options.originRealm(), true, false, true);
        avps.addAvp(Avp.DESTINATION_REALM, options.serverRealm(), true, false, true);
        if (request.number() > 0) {
            avps.addAvp(Avp.DESTINATION_HOST, options.serverHost(), true, false, true);
        }
        avps.addAvp(Avps.SERVICE_CONTEXT_ID, request.serviceContextId(), true, false, false);
        avps.addAvp(Avps.CC_REQUEST_TYPE, request.type().code(), true, false);
        avps.addAvp(Avps.CC_REQUEST_NUMBER, request.number(), true, false, true);
        avps.addAvp(Avp.EVENT_TIMESTAMP, Date.from(request.time()), true, false);
        request.subscriptions().forEach(subscription -> addSubscription(avps, subscription));
        if (request.type() == RequestType.TERMINATION) {
            avps.addAvp(Avp.TERMINATION_CAUSE, LOGOUT, true, false);
        }
        addEvent(request, avps);
        request.services().forEach(usage -> addService(avps, usage));
        request.style().addTo(avps, request);
    }

    static void addSubscription(AvpSet avps, SubscriptionId subscription) {
        AvpSet group = avps.addGroupedAvp(Avps.SUBSCRIPTION_ID, true, false);
        group.addAvp(Avps.SUBSCRIPTION_ID_TYPE, subscription.type(), true, false);
        group.addAvp(Avps.SUBSCRIPTION_ID_DATA, subscription.data(), true, false, false);
    }

    private static void addEvent(CreditControlRequest request, AvpSet avps) {
        if (request.action() != null) {
            avps.addAvp(Avps.REQUESTED_ACTION, request.action().code(), true, false);
        }
        addUnsigned32(avps, Avps.SERVICE_IDENTIFIER, request.serviceIdentifier());
        if (request.requested() != null) {
            addUnits(avps.addGroupedAvp(Avps.REQUESTED_SERVICE_UNIT, true, false), request.requested());
        }
    }

    private static void addService(AvpSet avps, ServiceUsage usage) {
        AvpSet service = avps.addGroupedAvp(Avps.MULTIPLE_SERVICES_CREDIT_CONTROL, true, false);
        if (usage.requested() != null) {
            addUnits(service.addGroupedAvp(Avps.REQUESTED_SERVICE_UNIT, true, false), usage.requested());
        }
        if (usage.used() != null) {
            addUnits(service.addGroupedAvp(Avps.USED_SERVICE_UNIT, true, false), usage.used());
        }
        addUnsigned32(service, Avps.SERVICE_IDENTIFIER, usage.serviceIdentifier());
        addUnsigned32(service, Avps.RATING_GROUP, usage.ratingGroup());
        if (usage.reason() != null) {
            service.addAvp(Avps.REPORTING_REASON, usage.reason().code(), Avps.VENDOR_3GPP, true, false);
        }
    }

    private static void addUnits(AvpSet avps, ServiceUnits units) {
        addUnsigned32(avps, Avps.CC_TIME, units.seconds());
        addUnsigned64(avps, Avps.CC_TOTAL_OCTETS, units.totalOctets());
        addUnsigned64(avps, Avps.CC_INPUT_OCTETS, units.inputOctets());
        addUnsigned64(avps, Avps.CC_OUTPUT_OCTETS, units.outputOctets());
        addUnsigned64(avps, Avps.CC_SERVICE_SPECIFIC_UNITS, units.specific());
    }

    private static void addUnsigned32(AvpSet avps, int code, long value) {
        if (value != ServiceUnits.ABSENT) {
            avps.addAvp(code, value, true, false, true);
        }
    }

    private static void addUnsigned64(AvpSet avps, int code, long value) {
        if (value != ServiceUnits.ABSENT) {
            avps.addAvp(code, value, true, false, false);
        }
    }
}

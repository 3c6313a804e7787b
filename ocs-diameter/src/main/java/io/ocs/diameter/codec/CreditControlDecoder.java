package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;

/**
 * Reads a Credit-Control-Request (RFC 8506 §3.1) in one pass over its command level, in whatever order its AVPs come; then looks at what depends on
 * the whole: Service-Information, whose identities count only if the command level has none, and units outside of any MSCC. Belongs to one event loop.
 */
final class CreditControlDecoder {

    // Slots of the AVPs that may occur once. The first ones must occur, and are reported missing in this order.
    private static final int SESSION_ID = 0;
    private static final int ORIGIN_HOST = 1;
    private static final int ORIGIN_REALM = 2;
    private static final int DESTINATION_REALM = 3;
    private static final int AUTH_APPLICATION_ID = 4;
    private static final int SERVICE_CONTEXT_ID = 5;
    private static final int CC_REQUEST_TYPE = 6;
    private static final int CC_REQUEST_NUMBER = 7;
    private static final int MANDATORY_COUNT = 8;
    private static final int DESTINATION_HOST = 8;
    private static final int REQUESTED_ACTION = 9;
    private static final int EVENT_TIMESTAMP = 10;
    private static final int TERMINATION_CAUSE = 11;
    private static final int SERVICE_INFORMATION = 12;
    private static final int USER_NAME = 13;
    private static final int MULTIPLE_SERVICES_INDICATOR = 14;
    private static final int ORIGIN_STATE_ID = 15;
    private static final int CC_SUB_SESSION_ID = 16;
    private static final int CC_CORRELATION_ID = 17;
    private static final int ACCT_MULTI_SESSION_ID = 18;
    private static final int USER_EQUIPMENT_INFO = 19;
    private static final int SLOT_COUNT = 20;
    private static final int NO_SLOT = -1;

    // AoC-Request-Type (TS 32.299)
    private static final int AOC_FULL = 1;
    private static final int AOC_COST_ONLY = 2;
    private static final int AOC_TARIFF_ONLY = 3;

    private static final int[] MANDATORY = {
        Avp.SESSION_ID,
        Avp.ORIGIN_HOST,
        Avp.ORIGIN_REALM,
        Avp.DESTINATION_REALM,
        Avp.AUTH_APPLICATION_ID,
        Avp.SERVICE_CONTEXT_ID,
        Avp.CC_REQUEST_TYPE,
        Avp.CC_REQUEST_NUMBER
    };

    private final LocalNode node;
    private final AvpFlyweight avp = new AvpFlyweight();
    private final ApplicationIds applicationIds = new ApplicationIds();
    private final SingleAvps singles = new SingleAvps(SLOT_COUNT);
    private final SubscriptionDecoder subscriptions = new SubscriptionDecoder();
    private final ServiceUnitDecoder serviceUnits = new ServiceUnitDecoder();
    private final ServiceInformationDecoder serviceInformation = new ServiceInformationDecoder(subscriptions);
    private final OverloadFeatures overloadFeatures = new OverloadFeatures();
    private CreditControlRequest request;
    private Envelope envelope;
    private long originStateId;
    private boolean unitsAtCommandLevel;
    private boolean adviceAsked;
    private boolean vendorSpecificApplication;

    CreditControlDecoder(LocalNode node) {
        this.node = node;
    }

    /**
     * Passes over an AVP of which nothing is read; one without the M bit is ignored, whatever it is (RFC 6733 §4.1).
     *
     * @throws DiameterException 5001 if it is not understood although the sender insists on it, 5014 if it is of an impossible length
     */
    static void skip(AvpFlyweight avp) throws DiameterException {
        if (!avp.isMandatory()) {
            return;
        }
        if (!KnownAvps.contains(avp.key())) {
            throw DiameterException.refused(ResultCode.AVP_UNSUPPORTED, avp, "unknown AVP with the M bit");
        }
        if (!KnownAvps.mayHaveLength(avp.key(), avp.dataLength())) {
            throw DiameterException.refused(ResultCode.INVALID_AVP_LENGTH, avp, "AVP data of a wrong length");
        }
    }

    /** As {@link #skip}, in a group whose grammar names all that may be in it. @throws DiameterException 5008 if the sender insists on something else */
    static void skipInClosedGroup(AvpFlyweight avp) throws DiameterException {
        skip(avp);
        if (avp.isMandatory()) {
            throw DiameterException.refused(ResultCode.AVP_NOT_ALLOWED, avp, "an AVP that its group must not have");
        }
    }

    /** As {@link #skip}, at command level. @throws DiameterException 5008 if it belongs into answers only */
    static void skipInRequest(AvpFlyweight avp) throws DiameterException {
        if (KnownAvps.isForAnswersOnly(avp.key())) {
            throw DiameterException.refused(ResultCode.AVP_NOT_ALLOWED, avp, "an AVP that a request must not have");
        }
        skip(avp);
    }

    void decode(ByteBuf buffer, int offset, int length, CreditControlRequest into, Envelope envelopeInto)
            throws DiameterException {
        begin(buffer, offset, into, envelopeInto);
        int limit = offset + length;
        for (int at = offset + DiameterHeader.LENGTH; at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            int slot = slot(avp.key());
            if (slot == NO_SLOT) {
                repeatable(buffer);
            } else if (singles.first(slot, avp)) {
                single(slot);
            }
        }
        complete(buffer, offset, limit);
    }

    /** Origin-State-Id of the request that was read last; 0 if it says nothing. */
    long originStateId() {
        return originStateId;
    }

    private void begin(ByteBuf buffer, int offset, CreditControlRequest into, Envelope envelopeInto) {
        request = into;
        envelope = envelopeInto;
        request.clear();
        singles.reset();
        originStateId = 0;
        unitsAtCommandLevel = false;
        adviceAsked = false;
        vendorSpecificApplication = false;
        int flags = DiameterHeader.flags(buffer, offset);
        request.retransmitted((flags & DiameterHeader.FLAG_RETRANSMITTED) != 0);
        envelope.proxyInfo.clear();
        envelope.overloadControl = false;
        envelope.proxiable = (flags & DiameterHeader.FLAG_PROXIABLE) != 0;
        envelope.hopByHop = DiameterHeader.hopByHop(buffer, offset);
        envelope.endToEnd = DiameterHeader.endToEnd(buffer, offset);
    }

    private static int slot(int key) {
        return switch (key) {
            case Avp.SESSION_ID -> SESSION_ID;
            case Avp.ORIGIN_HOST -> ORIGIN_HOST;
            case Avp.ORIGIN_REALM -> ORIGIN_REALM;
            case Avp.DESTINATION_REALM -> DESTINATION_REALM;
            case Avp.DESTINATION_HOST -> DESTINATION_HOST;
            case Avp.AUTH_APPLICATION_ID -> AUTH_APPLICATION_ID;
            case Avp.SERVICE_CONTEXT_ID -> SERVICE_CONTEXT_ID;
            case Avp.CC_REQUEST_TYPE -> CC_REQUEST_TYPE;
            case Avp.CC_REQUEST_NUMBER -> CC_REQUEST_NUMBER;
            case Avp.REQUESTED_ACTION -> REQUESTED_ACTION;
            case Avp.EVENT_TIMESTAMP -> EVENT_TIMESTAMP;
            case Avp.TERMINATION_CAUSE -> TERMINATION_CAUSE;
            case Avp.SERVICE_INFORMATION -> SERVICE_INFORMATION;
            case Avp.USER_NAME -> USER_NAME;
            case Avp.MULTIPLE_SERVICES_INDICATOR -> MULTIPLE_SERVICES_INDICATOR;
            case Avp.ORIGIN_STATE_ID -> ORIGIN_STATE_ID;
            case Avp.CC_SUB_SESSION_ID -> CC_SUB_SESSION_ID;
            case Avp.CC_CORRELATION_ID -> CC_CORRELATION_ID;
            case Avp.ACCT_MULTI_SESSION_ID -> ACCT_MULTI_SESSION_ID;
            case Avp.USER_EQUIPMENT_INFO -> USER_EQUIPMENT_INFO;
            default -> NO_SLOT;
        };
    }

    private void single(int slot) throws DiameterException {
        switch (slot) {
            case SESSION_ID -> sessionId();
            case ORIGIN_HOST -> {
                require(avp.dataLength() > 0, ResultCode.INVALID_AVP_VALUE, "Origin-Host is empty");
                avp.copyTo(request.originHost);
            }
            case ORIGIN_REALM -> require(avp.dataLength() > 0, ResultCode.INVALID_AVP_VALUE, "Origin-Realm is empty");
            case DESTINATION_REALM -> require(node.isRealm(avp), ResultCode.REALM_NOT_SERVED, "realm not served");
            case DESTINATION_HOST -> require(node.isHost(avp), ResultCode.UNABLE_TO_DELIVER, "for another host");
            case AUTH_APPLICATION_ID -> application(avp);
            case SERVICE_CONTEXT_ID -> serviceContext();
            case CC_REQUEST_TYPE -> {
                request.type(RequestType.of(avp.unsigned32()));
                require(request.type() != null, ResultCode.INVALID_AVP_VALUE, "no such CC-Request-Type");
            }
            case CC_REQUEST_NUMBER -> request.number(avp.unsigned32());
            case REQUESTED_ACTION -> {
                request.action(RequestedAction.of(avp.unsigned32()));
                require(request.action() != null, ResultCode.INVALID_AVP_VALUE, "no such Requested-Action");
            }
            case EVENT_TIMESTAMP, TERMINATION_CAUSE, ORIGIN_STATE_ID -> informational(slot);
            case MULTIPLE_SERVICES_INDICATOR ->
                require(avp.unsigned32() <= 1, ResultCode.INVALID_AVP_VALUE, "no such Multiple-Services-Indicator");
            default -> skip(avp); // must only be there once; SERVICE_INFORMATION is read when all is known
        }
    }

    private void require(boolean condition, ResultCode code, String message) throws DiameterException {
        if (!condition) {
            throw DiameterException.refused(code, avp, message);
        }
    }

    private void sessionId() throws DiameterException {
        require(avp.dataLength() > 0, ResultCode.INVALID_AVP_VALUE, "Session-Id is empty");
        if (avp.dataLength() > CreditControlRequest.SESSION_ID_MAX) {
            throw DiameterException.message(
                    ResultCode.UNABLE_TO_COMPLY, "Session-Id is longer than " + CreditControlRequest.SESSION_ID_MAX);
        }
        avp.copyTo(request.sessionId);
    }

    private void serviceContext() {
        avp.copyTailTo(request.serviceContextId);
        request.context(ServiceContext.of(request.serviceContextId));
    }

    private static void application(AvpFlyweight id) throws DiameterException {
        if (id.unsigned32() != DiameterHeader.APPLICATION_CREDIT_CONTROL) {
            throw DiameterException.refused(ResultCode.INVALID_AVP_VALUE, id, "the Application-Id is not 4");
        }
    }

    /** What charging can do without: ignored when it cannot be read and the sender does not insist on it. */
    private void informational(int slot) throws DiameterException {
        try {
            long value = avp.unsigned32();
            switch (slot) {
                case EVENT_TIMESTAMP -> request.eventTimestampMs(NtpTime.toMs(value));
                case TERMINATION_CAUSE -> request.terminationCause((int) value);
                default -> originStateId = value;
            }
        } catch (DiameterException e) {
            if (e.scope() != DiameterException.Scope.AVP) {
                throw e;
            }
        }
    }

    private void repeatable(ByteBuf buffer) throws DiameterException {
        switch (avp.key()) {
            case Avp.SUBSCRIPTION_ID -> subscriptions.decode(buffer, avp, request);
            case Avp.SUBSCRIPTION_ID_EXTENSION -> subscriptions.decodeExtension(buffer, avp, request);
            case Avp.MULTIPLE_SERVICES_CREDIT_CONTROL -> {
                request.multipleServices(true);
                serviceUnits.service(buffer, avp, request);
            }
            case Avp.REQUESTED_SERVICE_UNIT, Avp.USED_SERVICE_UNIT, Avp.SERVICE_IDENTIFIER, Avp.RATING_GROUP ->
                unitsAtCommandLevel = true;
            case Avp.VENDOR_SPECIFIC_APPLICATION_ID -> vendorSpecificApplication(buffer);
            case Avp.PROXY_INFO -> proxyInfo(buffer);
            case Avp.AOC_REQUEST_TYPE -> adviceOfCharge();
            case Avp.OC_SUPPORTED_FEATURES -> envelope.overloadControl = overloadFeatures.acceptLoss(buffer, avp);
            case Avp.ROUTE_RECORD -> require(!node.isHost(avp), ResultCode.LOOP_DETECTED, "has been here already");
            default -> skipInRequest(avp);
        }
    }

    private void adviceOfCharge() throws DiameterException {
        if (avp.dataLength() == Integer.BYTES) {
            long asked = avp.unsigned32();
            adviceAsked = true;
            request.costAdvice(asked == AOC_FULL || asked == AOC_COST_ONLY);
            request.tariffAdvice(asked == AOC_FULL || asked == AOC_TARIFF_ONLY);
        }
    }

    /** Kamailio names the application in here only. */
    private void vendorSpecificApplication(ByteBuf buffer) throws DiameterException {
        AvpFlyweight id = applicationIds.read(buffer, avp);
        try {
            application(id);
        } catch (DiameterException e) {
            throw e.inside(avp);
        }
        vendorSpecificApplication |= id.key() == Avp.AUTH_APPLICATION_ID;
    }

    private void proxyInfo(ByteBuf buffer) throws DiameterException {
        Octets all = envelope.proxyInfo;
        int at = all.length();
        int padded = avp.nextOffset() - avp.offset();
        if (padded > all.capacity() - at) {
            throw DiameterException.message(ResultCode.UNABLE_TO_COMPLY, "Proxy-Info is longer than " + all.capacity());
        }
        buffer.getBytes(avp.offset(), all.array(), at, padded);
        all.length(at + padded);
    }

    private void complete(ByteBuf buffer, int offset, int limit) throws DiameterException {
        for (int slot = 0; slot < MANDATORY_COUNT; slot++) {
            if (!singles.has(slot) && !(slot == AUTH_APPLICATION_ID && vendorSpecificApplication)) {
                throw missing(slot);
            }
        }
        if (request.type() == RequestType.EVENT && request.action() == null) {
            throw DiameterException.missing(Avp.REQUESTED_ACTION); // RFC 8506 §8.3
        }
        if (singles.has(SERVICE_INFORMATION)) {
            avp.wrap(buffer, singles.offset(SERVICE_INFORMATION), limit);
            serviceInformation.decode(buffer, avp, request, request.subscriptionCount() == 0, !adviceAsked);
        }
        if (unitsAtCommandLevel && !request.multipleServices()) {
            commandLevelUnits(buffer, offset, limit);
        }
    }

    /** A host without a realm is nowhere that could be delivered to (RFC 6733 §7.1.3). */
    private DiameterException missing(int slot) {
        return slot == DESTINATION_REALM && singles.has(DESTINATION_HOST)
                ? DiameterException.message(ResultCode.UNABLE_TO_DELIVER, "Destination-Host without Destination-Realm")
                : DiameterException.missing(MANDATORY[slot]);
    }

    private void commandLevelUnits(ByteBuf buffer, int offset, int limit) throws DiameterException {
        ServiceUsage service = request.addService();
        serviceUnits.begin();
        for (int at = offset + DiameterHeader.LENGTH; at < limit; at = avp.nextOffset()) {
            serviceUnits.member(buffer, avp.wrap(buffer, at, limit), service);
        }
    }
}

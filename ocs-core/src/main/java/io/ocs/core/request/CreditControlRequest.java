package io.ocs.core.request;

import io.ocs.core.Hash128;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionId;
import io.ocs.core.SubscriptionIdType;
import java.util.Arrays;

/**
 * A Credit-Control-Request (RFC 8506 §3.1) in normal form, reused for request after request: nothing is allocated once its
 * services have grown to what the peer sends. Written by one event loop; the shard reads it after the ring has published it.
 */
public final class CreditControlRequest {

    /** Longest Session-Id in octets; a longer one is answered 5012. */
    public static final int SESSION_ID_MAX = 192;
    /** Most Multiple-Services-Credit-Controls of one request; more are answered 5009. */
    public static final int SERVICES_MAX = 32;
    /** Most Subscription-Ids of one request that are looked up; further ones are ignored. */
    public static final int SUBSCRIPTION_IDS_MAX = 6;
    /** Most recipients of one message; more are answered 5009. */
    public static final int RECIPIENTS_MAX = 64;
    /** Value of a number that the request does not have. */
    public static final long ABSENT = -1;

    /** Session-Id as received. */
    public final Octets sessionId = new Octets(SESSION_ID_MAX);
    /** Service-Context-Id as received; its start is cut if it is longer than 64 octets. */
    public final Octets serviceContextId = new Octets(64);
    /** Origin-Host of the message. */
    public final Octets originHost = new Octets(128);
    /** Called-Party-Address, recipient address: the destination in normal form (digits, or a URI), empty if none. */
    public final Octets calledParty = new Octets(128);
    /** Calling-Party-Address, empty if none. */
    public final Octets callingParty = new Octets(128);
    /** Called-Station-Id: the APN, empty if none. */
    public final Octets apn = new Octets(100);
    /** Digits of the visited network (MCC and MNC): 3GPP-SGSN-MCC-MNC, else those of the user's location; empty if neither tells. */
    public final Octets visitedNetwork = new Octets(8);

    private final SubscriptionIdType[] subscriptionTypes = new SubscriptionIdType[SUBSCRIPTION_IDS_MAX];
    private final Octets[] subscriptionData = new Octets[SUBSCRIPTION_IDS_MAX];
    private final ServiceUsage[] services = new ServiceUsage[SERVICES_MAX];
    private int subscriptionCount;
    private int serviceCount;
    private boolean multipleServices;

    /** Recipients behind the first; made when a message has several. */
    private Octets[] furtherRecipients = {};

    private Octets firstRecipient;
    private int recipientCount;
    private int addressed;
    private ClientProfile client;
    private boolean costAdvice;
    private boolean tariffAdvice;

    private RequestType type;
    private RequestedAction action;
    private ServiceContext context;
    private long number;
    private boolean retransmitted;
    private long eventTimestampMs;
    private int terminationCause;
    private int roleOfNode;
    private int ratType;
    private int qosClass;
    private long sessionHigh;
    private long sessionLow;
    private long contentHash;

    public CreditControlRequest() {
        for (int i = 0; i < SUBSCRIPTION_IDS_MAX; i++) {
            subscriptionData[i] = new Octets(128);
        }
        clear();
    }

    public void clear() {
        sessionId.clear();
        serviceContextId.clear();
        originHost.clear();
        calledParty.clear();
        callingParty.clear();
        apn.clear();
        visitedNetwork.clear();
        subscriptionCount = 0;
        serviceCount = 0;
        multipleServices = false;
        recipientCount = 0;
        addressed = 0;
        client = ClientProfile.DEFAULT;
        costAdvice = false;
        tariffAdvice = false;
        type = null;
        action = null;
        context = ServiceContext.OTHER;
        number = ABSENT;
        retransmitted = false;
        eventTimestampMs = ABSENT;
        terminationCause = (int) ABSENT;
        roleOfNode = (int) ABSENT;
        ratType = (int) ABSENT;
        qosClass = (int) ABSENT;
    }

    /** CC-Request-Type; never null in a request that was submitted. */
    public RequestType type() {
        return type;
    }

    public void type(RequestType value) {
        type = value;
    }

    /** CC-Request-Number, 0 to 4 294 967 295. */
    public long number() {
        return number;
    }

    public void number(long value) {
        number = value;
    }

    /** Requested-Action, or null; it counts in event requests only (Open5GS sends it always). */
    public RequestedAction action() {
        return action;
    }

    public void action(RequestedAction value) {
        action = value;
    }

    public ServiceContext context() {
        return context;
    }

    public void context(ServiceContext value) {
        context = value;
    }

    /** Whether the T bit of the Diameter header is set. */
    public boolean retransmitted() {
        return retransmitted;
    }

    public void retransmitted(boolean value) {
        retransmitted = value;
    }

    /** Event-Timestamp in milliseconds since 1970, or {@link #ABSENT}. */
    public long eventTimestampMs() {
        return eventTimestampMs;
    }

    public void eventTimestampMs(long value) {
        eventTimestampMs = value;
    }

    /** Termination-Cause, or {@link #ABSENT}. */
    public int terminationCause() {
        return terminationCause;
    }

    public void terminationCause(int value) {
        terminationCause = value;
    }

    /** Role-Of-Node (TS 32.299): 0 for the side of the caller, 1 for that of the called party, other values for other roles, or {@link #ABSENT}. */
    public int roleOfNode() {
        return roleOfNode;
    }

    public void roleOfNode(int value) {
        roleOfNode = value;
    }

    /** 3GPP-RAT-Type, 0 to 255, or {@link #ABSENT}. */
    public int ratType() {
        return ratType;
    }

    public void ratType(int value) {
        ratType = value;
    }

    /** The QoS class of a service: its own, or that of the whole request; {@link #ABSENT} if neither is told. */
    public int qosClassOf(ServiceUsage service) {
        return service.qosClass() == ServiceUsage.ABSENT ? qosClass : service.qosClass();
    }

    /**
     * QoS class of PS-Information, or {@link #ABSENT}: QoS-Class-Identifier of QoS-Information (TS 29.212 §5.3.17), or the one that the QoS profile of a bearer
     * of before EPS comes to.
     */
    public int qosClass() {
        return qosClass;
    }

    public void qosClass(int value) {
        qosClass = value;
    }

    /** What the network element that sent the request is told beyond the necessary; never null. */
    public ClientProfile client() {
        return client;
    }

    public void client(ClientProfile value) {
        client = value;
    }

    /** Whether the cost is to be told: AoC-Request-Type (TS 32.299) asks for it, or the subscription to advice of charge has it for such a request. */
    public boolean costAdvice() {
        return costAdvice;
    }

    public void costAdvice(boolean value) {
        costAdvice = value;
    }

    /** Whether the price is to be told, as {@link #costAdvice}. */
    public boolean tariffAdvice() {
        return tariffAdvice;
    }

    public void tariffAdvice(boolean value) {
        tariffAdvice = value;
    }

    /** Recipients of the message, at least 1. */
    public int recipientCount() {
        return Math.max(1, recipientCount);
    }

    /**
     * Where to put the address of the next recipient; the first one is {@link #calledParty}.
     *
     * @return null if there are {@value #RECIPIENTS_MAX} already
     */
    public Octets addRecipient() {
        if (recipientCount == RECIPIENTS_MAX) {
            return null;
        }
        recipientCount++;
        if (recipientCount == 1) {
            return calledParty;
        }
        if (furtherRecipients.length < recipientCount - 1) {
            growRecipients();
        }
        Octets next = furtherRecipients[recipientCount - 2];
        next.clear();
        return next;
    }

    private void growRecipients() {
        int had = furtherRecipients.length;
        furtherRecipients = Arrays.copyOf(furtherRecipients, Math.min(RECIPIENTS_MAX - 1, 2 * had + 1));
        for (int i = had; i < furtherRecipients.length; i++) {
            furtherRecipients[i] = new Octets(calledParty.capacity());
        }
        if (firstRecipient == null) {
            firstRecipient = new Octets(calledParty.capacity());
        }
    }

    /** Makes a recipient the {@link #calledParty}, for rating to look at; in the end it has to be the first one, 0, again. */
    public void address(int index) {
        if (index == addressed) {
            return;
        }
        if (addressed == 0) {
            firstRecipient.set(calledParty);
        }
        calledParty.set(index == 0 ? firstRecipient : furtherRecipients[index - 1]);
        addressed = index;
    }

    /** Whether the request has MSCCs; otherwise its units, if any, stand at command level and are {@code service(0)}. */
    public boolean multipleServices() {
        return multipleServices;
    }

    public void multipleServices(boolean value) {
        multipleServices = value;
    }

    public int serviceCount() {
        return serviceCount;
    }

    public ServiceUsage service(int index) {
        return services[index];
    }

    /** The next service, cleared, or null if there are {@value #SERVICES_MAX} already. */
    public ServiceUsage addService() {
        if (serviceCount == SERVICES_MAX) {
            return null;
        }
        ServiceUsage service = services[serviceCount];
        if (service == null) {
            service = new ServiceUsage();
            services[serviceCount] = service;
        } else {
            service.clear();
        }
        serviceCount++;
        return service;
    }

    public int subscriptionCount() {
        return subscriptionCount;
    }

    public SubscriptionIdType subscriptionType(int index) {
        return subscriptionTypes[index];
    }

    /** The identity in normal form. */
    public Octets subscriptionData(int index) {
        return subscriptionData[index];
    }

    /** Adds an identity, brings it into normal form, and ignores it if there are {@value #SUBSCRIPTION_IDS_MAX} already or it is too long. */
    public void addSubscription(SubscriptionIdType subscriptionType, byte[] data, int offset, int length) {
        if (subscriptionCount < SUBSCRIPTION_IDS_MAX && length <= subscriptionData[subscriptionCount].capacity()) {
            subscriptionTypes[subscriptionCount] = subscriptionType;
            Octets octets = subscriptionData[subscriptionCount];
            octets.set(data, offset, length);
            SubscriptionId.normalise(subscriptionType, octets);
            subscriptionCount++;
        }
    }

    /** Ends the filling: computes what the request is known by. To be called once, by the thread that filled it, while it is near. */
    public void seal() {
        sessionHigh = sessionId.hashHigh(0);
        sessionLow = sessionId.hashLow(0);
        contentHash = hashContent();
    }

    /** First half of the session's key. */
    public long sessionHigh() {
        return sessionHigh;
    }

    /** Second half of the session's key. */
    public long sessionLow() {
        return sessionLow;
    }

    /** First half of the key of subscription {@code index} in the identity directory. */
    public long subscriptionHigh(int index) {
        return subscriptionData[index].hashHigh(subscriptionTypes[index].ordinal());
    }

    /** Second half of the key of subscription {@code index}. */
    public long subscriptionLow(int index) {
        return subscriptionData[index].hashLow(subscriptionTypes[index].ordinal());
    }

    /**
     * A hash of what is charged: what a repeat must have in common with the original. The T bit, Route-Record, Proxy-Info,
     * Event-Timestamp and Origin-State-Id are left out.
     */
    public long contentHash() {
        return contentHash;
    }

    private long hashContent() {
        long hash = Hash128.mix(type.value(), number);
        hash = Hash128.mix(hash, action == null ? -1 : action.ordinal());
        hash = Hash128.mix(hash, serviceContextId.hashLow(1));
        hash = Hash128.mix(hash, calledParty.hashLow(2));
        for (int i = 1; i < recipientCount; i++) {
            hash = Hash128.mix(hash, furtherRecipients[i - 1].hashLow(2));
        }
        for (int i = 0; i < subscriptionCount; i++) {
            hash = Hash128.mix(hash, subscriptionLow(i));
        }
        hash = Hash128.mix(hash, multipleServices ? 1 : 0);
        for (int i = 0; i < serviceCount; i++) {
            hash = services[i].contentHash(hash);
        }
        return hash;
    }
}

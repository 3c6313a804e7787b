package io.ocs.cdr.record;

import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.CreditControlRecord.Text;
import io.ocs.core.journal.ServiceRecord;

/**
 * One charging data record in the words of TS 32.298 and TS 32.299: what one request used of one service and what it cost, or how a balance
 * was changed otherwise. Its key is (epoch, shard, record number). Reused and filled without allocation: {@link #origin} for each record of
 * the journal, then either {@link #head} and {@link #service} for each of its services, or {@link #balance}. One thread.
 */
public final class ChargingDataRecord {

    /** Which fields a record has. */
    public enum Kind {
        /** Used units or money of one service in one request. */
        USAGE,
        /** Opening balance, top-up, allowance, adjustment, expiry, forfeit. */
        BALANCE
    }

    private static final int ABSENT = -1;
    private static final int TEXT_MAX = 255;

    final Octets node = new Octets(TEXT_MAX);
    int epoch;
    int shard;
    Kind kind = Kind.USAGE;
    long recordNumber;
    long accountId;
    long subscriberId;
    int currency;
    long receivedMs;
    ClosingCause closingCause = ClosingCause.EVENT;
    final Octets e164 = new Octets(TEXT_MAX);
    final Octets imsi = new Octets(TEXT_MAX);
    final Octets otherSubscriptions = new Octets(4 * TEXT_MAX);

    final Octets sessionId = new Octets(TEXT_MAX);
    final Octets serviceContextId = new Octets(TEXT_MAX);
    final Octets originHost = new Octets(TEXT_MAX);
    final Octets calledParty = new Octets(TEXT_MAX);
    final Octets callingParty = new Octets(TEXT_MAX);
    final Octets apn = new Octets(TEXT_MAX);
    final Octets visitedNetwork = new Octets(TEXT_MAX);
    RequestType requestType = RequestType.EVENT;
    RequestedAction requestedAction;
    long requestNumber;
    long ratedAtMs;
    long openedMs;
    long sessionTotalMicros;
    int ratType;
    int terminationCause;
    boolean closesSession;

    long ratingGroup;
    long serviceIdentifier;
    final Octets tariff = new Octets(TEXT_MAX);
    int resultCode;
    final long[] used = new long[UnitKind.COUNT];
    UnitKind chargedUnit = UnitKind.TIME;
    long chargedUnits;
    long chargedMicros;
    long setupMicros;
    long totalUnits;
    long totalMicros;
    long firstUsageMs;
    long lastUsageMs;
    int reportingReason;
    int partialSequence;
    boolean overrun;
    int debitCount;
    final int[] debitBucket = new int[ServiceRecord.DEBITS_MAX];
    final UnitKind[] debitKind = new UnitKind[ServiceRecord.DEBITS_MAX];
    final long[] debitAmount = new long[ServiceRecord.DEBITS_MAX];
    final long[] debitUnits = new long[ServiceRecord.DEBITS_MAX];
    final long[] debitBalanceAfter = new long[ServiceRecord.DEBITS_MAX];

    final Octets reference = new Octets(TEXT_MAX);
    BalanceRecord.Reason reason = BalanceRecord.Reason.ADJUSTMENT;
    int bucketId;
    UnitKind bucketUnit = UnitKind.MONEY;
    long bucketAmount;
    long bucketBalanceAfter;
    long bucketExpiresMs;

    private final ContentHash hash = new ContentHash();

    /** A record of a node: the name that stands in files and rows, at most 255 octets. */
    public ChargingDataRecord(String node) {
        this.node.set(node);
    }

    public int epoch() {
        return epoch;
    }

    public int shard() {
        return shard;
    }

    /** Dense per shard, from 1 on. */
    public long recordNumber() {
        return recordNumber;
    }

    public Kind kind() {
        return kind;
    }

    /** ISO 4217 numeric code. */
    public int currency() {
        return currency;
    }

    /** Money charged, micros; negative for a refund; 0 for a balance record. */
    public long chargedMicros() {
        return chargedMicros;
    }

    /** First half of the hash over all fields. */
    long hashHigh() {
        return hash.high();
    }

    long hashLow() {
        return hash.low();
    }

    /** Where the record comes from. */
    public void origin(int shard, int epoch) {
        this.shard = shard;
        this.epoch = epoch;
    }

    /** What all services of a request share. */
    public void head(CreditControlRecord record) {
        kind = Kind.USAGE;
        accountId = record.accountId();
        subscriberId = record.subscriberId();
        receivedMs = record.receivedMs();
        ratedAtMs = record.ratedAtMs();
        openedMs = record.openedMs();
        requestType = record.type();
        requestedAction = record.action() == CreditControlRecord.NO_ACTION ? null : RequestedAction.of(record.action());
        requestNumber = record.number();
        sessionTotalMicros = record.costMicros();
        ratType = record.ratType();
        terminationCause = record.cause();
        closesSession = record.is(CreditControlRecord.CLOSED);
        texts(record);
        subscriptions(record);
    }

    private void texts(CreditControlRecord record) {
        record.text(Text.SESSION_ID, sessionId);
        record.text(Text.SERVICE_CONTEXT_ID, serviceContextId);
        record.text(Text.ORIGIN_HOST, originHost);
        record.text(Text.CALLED_PARTY, calledParty);
        record.text(Text.CALLING_PARTY, callingParty);
        record.text(Text.APN, apn);
        record.text(Text.VISITED_NETWORK, visitedNetwork);
    }

    private void subscriptions(CreditControlRecord record) {
        clearSubscriptions();
        int count = record.subscriptionCount();
        for (int i = 0; i < count; i++) {
            record.subscriptionData(i, reference);
            addSubscription(record.subscriptionType(i), reference);
        }
        reference.clear();
    }

    private void clearSubscriptions() {
        e164.clear();
        imsi.clear();
        otherSubscriptions.clear();
    }

    /** The first E.164 number and the first IMSI have fields of their own; the others form a list {@code type:data type:data}. */
    private void addSubscription(SubscriptionIdType type, Octets data) {
        if (type == SubscriptionIdType.END_USER_E164 && e164.isEmpty()) {
            e164.set(data);
        } else if (type == SubscriptionIdType.END_USER_IMSI && imsi.isEmpty()) {
            imsi.set(data);
        } else {
            addOther(LABELS[type.ordinal()], data);
        }
    }

    private void addOther(byte[] label, Octets data) {
        int at = otherSubscriptions.length();
        int separator = at == 0 ? 0 : 1;
        int end = at + separator + label.length + data.length();
        if (end > otherSubscriptions.capacity()) {
            return; // beyond the six identities of ordinary length that a request can have
        }
        byte[] target = otherSubscriptions.array();
        if (separator == 1) {
            target[at] = ' ';
        }
        System.arraycopy(label, 0, target, at + separator, label.length);
        System.arraycopy(data.array(), 0, target, at + separator + label.length, data.length());
        otherSubscriptions.length(end);
    }

    private static final byte[][] LABELS = labels();

    private static byte[][] labels() {
        SubscriptionIdType[] types = SubscriptionIdType.values();
        byte[][] labels = new byte[types.length][];
        for (SubscriptionIdType type : types) {
            labels[type.ordinal()] = (type.label() + ":").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return labels;
    }

    /** One service of the request given to {@link #head}; completes the record. */
    public void service(CreditControlRecord head, ServiceRecord service) {
        recordNumber = service.recordNumber();
        partialSequence = service.partialSequence();
        closingCause = ClosingCause.of(head, service);
        ratingGroup = service.ratingGroup();
        serviceIdentifier = service.serviceIdentifier();
        service.readTariffName(tariff);
        resultCode = service.resultCode();
        currency = service.currency() == 0 ? head.currency() : service.currency();
        usage(service);
        debits(service);
        hash.of(this);
    }

    private void usage(ServiceRecord service) {
        for (int kindOrdinal = 0; kindOrdinal < UnitKind.COUNT; kindOrdinal++) {
            used[kindOrdinal] = service.reported(UnitKind.of(kindOrdinal));
        }
        chargedUnit = service.unit();
        chargedUnits = service.usedUnits();
        chargedMicros = service.chargedMicros();
        setupMicros = service.setupMicros();
        totalUnits = service.totalUnits();
        totalMicros = service.totalMicros();
        firstUsageMs = service.firstUsageMs();
        lastUsageMs = service.lastUsageMs();
        reportingReason = service.reportingReason();
        overrun = service.is(ServiceRecord.OVERRUN);
    }

    private void debits(ServiceRecord service) {
        debitCount = service.debitCount();
        for (int i = 0; i < debitCount; i++) {
            debitBucket[i] = service.debitBucket(i);
            debitKind[i] = service.debitKind(i);
            debitAmount[i] = service.debitAmount(i);
            debitUnits[i] = service.debitUnits(i);
            debitBalanceAfter[i] = service.debitBalanceAfter(i);
        }
    }

    /** A bucket credited or debited otherwise than by usage, at {@code timeMs}; completes the record. */
    public void balance(BalanceRecord record, long timeMs) {
        kind = Kind.BALANCE;
        recordNumber = record.recordNumber();
        accountId = record.accountId();
        subscriberId = record.subscriberId();
        currency = record.currency();
        receivedMs = timeMs;
        closingCause = ClosingCause.BALANCE_CHANGE;
        clearSubscriptions();
        record.subscription(reference);
        if (!reference.isEmpty()) {
            addSubscription(record.subscriptionType(), reference);
        }
        record.reference(reference);
        reason = record.reason();
        bucketId = record.bucketId();
        bucketUnit = record.kind();
        bucketAmount = record.amount();
        bucketBalanceAfter = record.balanceAfter();
        bucketExpiresMs = record.expiresMs();
        chargedMicros = 0;
        debitCount = 0;
        hash.of(this);
    }

    boolean isUsage() {
        return kind == Kind.USAGE;
    }

    static int absent() {
        return ABSENT;
    }
}

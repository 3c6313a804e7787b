package io.ocs.cdr.record;

import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.CreditControlRecord.Text;
import io.ocs.core.journal.ServiceRecord;
import java.nio.charset.StandardCharsets;

/**
 * One charging data record in the words of TS 32.298 and TS 32.299: what one request used of one service and what it cost, or how a balance
 * was changed otherwise. Its key is (epoch, shard, record number). It is a row of values by {@link CdrField}. Reused and filled without allocation:
 * {@link #origin} for each record of the journal, then either {@link #head} and {@link #service} for each of its services, or {@link #balance}.
 * One thread.
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
    /** Where texts lie: the strings of the journal's record as they are, and behind them what is put together or comes from elsewhere. */
    private static final int STRINGS_MAX = 8 * 1024;

    private static final int OTHERS = STRINGS_MAX;
    private static final int SERVICE = OTHERS + STRINGS_MAX;
    private static final int NODE = SERVICE + TEXT_MAX;
    private static final int TEXTS = NODE + TEXT_MAX + RowBuffer.STEP;

    /** No calendar of four-digit years holds it. */
    private static final long INSTANT_END = 253_402_300_800_000L;

    private static final Word[] KINDS = Word.ofNames(Kind.values());
    private static final Word[] CAUSES = Word.ofNames(ClosingCause.values());
    private static final Word[] UNITS = Word.ofNames(UnitKind.values());
    private static final Word[] REASONS = Word.ofNames(BalanceRecord.Reason.values());
    private static final Word[] REQUEST_TYPES = Word.ofNames(RequestType.values());
    private static final Word[] ACTIONS = Word.ofNames(RequestedAction.values());
    /** Side of a call, in the order of Role-Of-Node (TS 32.299). */
    private static final Word[] DIRECTIONS = {new Word("ORIGINATING"), new Word("TERMINATING")};

    private static final byte[][] LABELS = labels();
    /** In the order of {@link Text}. */
    private static final CdrField[] HEAD_TEXTS = {
        CdrField.SESSION_ID,
        CdrField.SERVICE_CONTEXT_ID,
        CdrField.ORIGIN_HOST,
        CdrField.CALLED_PARTY,
        CdrField.CALLING_PARTY,
        CdrField.APN,
        CdrField.VISITED_NETWORK
    };
    /** In the order of {@link UnitKind}. */
    private static final CdrField[] USED = {
        CdrField.USED_TIME_S,
        CdrField.USED_TOTAL_OCTETS,
        CdrField.USED_INPUT_OCTETS,
        CdrField.USED_OUTPUT_OCTETS,
        CdrField.USED_SERVICE_SPECIFIC,
        CdrField.USED_MONEY_MICROS
    };

    /** Fields that have a value, by {@link CdrField#bit}. */
    long present;

    final long[] values = new long[CdrField.count()];
    final Word[] words = new Word[CdrField.count()];
    final byte[] texts = new byte[TEXTS];
    final int[] textAt = new int[CdrField.count()];
    final int[] textLength = new int[CdrField.count()];
    final DebitList debits = new DebitList();

    private Kind kind = Kind.USAGE;
    private ServiceContext context = ServiceContext.OTHER;
    private ClosingCause cause = ClosingCause.NORMAL_RELEASE;
    private int currency;
    private UnitKind unit = UnitKind.TIME;
    private long originFields;
    private long headFields;
    private int othersLength;
    private final Octets octets = new Octets(TEXT_MAX);
    private final ContentHash hash = new ContentHash();

    /** A record of a node: the name that stands in files and rows, at most 255 octets. */
    public ChargingDataRecord(String node) {
        octets.set(node);
        text(CdrField.NODE, NODE);
    }

    public int epoch() {
        return (int) value(CdrField.EPOCH);
    }

    public int shard() {
        return (int) value(CdrField.SHARD);
    }

    /** Dense per shard, from 1 on. */
    public long recordNumber() {
        return value(CdrField.RECORD_NUMBER);
    }

    public Kind kind() {
        return kind;
    }

    /** Document of the request's Service-Context-Id; {@code OTHER} for a balance record. */
    ServiceContext context() {
        return context;
    }

    ClosingCause cause() {
        return cause;
    }

    /** ISO 4217 numeric code. */
    public int currency() {
        return currency;
    }

    /** Money charged, micros; negative for a refund; 0 for a balance record. */
    public long chargedMicros() {
        return kind == Kind.USAGE ? value(CdrField.CHARGED_MICROS) : 0;
    }

    /** First half of the hash over all fields. */
    long hashHigh() {
        return hash.high();
    }

    long hashLow() {
        return hash.low();
    }

    /** Kind of the units charged, or of the bucket. */
    public UnitKind unit() {
        return unit;
    }

    /** What a balance record credits, negative for what it takes; 0 for a usage record. */
    public long bucketAmount() {
        return kind == Kind.BALANCE ? value(CdrField.BUCKET_AMOUNT) : 0;
    }

    long value(CdrField field) {
        return values[field.ordinal()];
    }

    /** Where the record comes from. */
    public void origin(int shard, int epoch) {
        present = CdrField.NODE.bit() | CdrField.CONTENT_HASH.bit();
        number(CdrField.SHARD, shard);
        number(CdrField.EPOCH, epoch);
        originFields = present;
    }

    /** What all services of a request share. */
    public void head(CreditControlRecord record) {
        present = originFields;
        kind(Kind.USAGE);
        context = record.context();
        number(CdrField.ACCOUNT_ID, record.accountId());
        number(CdrField.SUBSCRIBER_ID, record.subscriberId());
        instant(CdrField.RECEIVED_AT, record.receivedMs());
        instant(CdrField.RATED_AT, record.ratedAtMs());
        instant(CdrField.OPENED_AT, record.openedMs());
        word(CdrField.REQUEST_TYPE, REQUEST_TYPES[record.type().ordinal()]);
        if (record.action() != CreditControlRecord.NO_ACTION) {
            word(CdrField.REQUESTED_ACTION, ACTIONS[record.action()]);
        }
        number(CdrField.REQUEST_NUMBER, record.number());
        number(CdrField.SESSION_TOTAL_MICROS, record.costMicros());
        numberIfAny(CdrField.RAT_TYPE, record.ratType());
        if (record.direction() != ABSENT) {
            word(CdrField.DIRECTION, DIRECTIONS[record.direction()]);
        }
        numberIfAny(CdrField.TERMINATION_CAUSE, record.cause());
        flag(CdrField.SESSION_CLOSED, record.is(CreditControlRecord.CLOSED));
        strings(record);
        headFields = present;
    }

    private void strings(CreditControlRecord record) {
        record.strings(texts, 0);
        int at = 0;
        for (CdrField field : HEAD_TEXTS) {
            int length = texts[at] & 0xff;
            text(field, at + 1, length);
            at += 1 + length;
        }
        othersLength = 0;
        int subscriptions = texts[at++] & 0xff;
        for (int i = 0; i < subscriptions; i++) {
            int length = texts[at + 1] & 0xff;
            subscription(SubscriptionIdType.of(texts[at]), at + 2, length);
            at += 2 + length;
        }
        text(CdrField.SUBSCRIPTION_OTHER, OTHERS, othersLength);
    }

    /** The first E.164 number and the first IMSI have fields of their own; the others form a list {@code type:data type:data}. */
    private void subscription(SubscriptionIdType type, int at, int length) {
        if (type == SubscriptionIdType.END_USER_E164 && !has(CdrField.SUBSCRIPTION_E164)) {
            text(CdrField.SUBSCRIPTION_E164, at, length);
        } else if (type == SubscriptionIdType.END_USER_IMSI && !has(CdrField.SUBSCRIPTION_IMSI)) {
            text(CdrField.SUBSCRIPTION_IMSI, at, length);
        } else {
            byte[] label = LABELS[type.ordinal()];
            int target = OTHERS + othersLength;
            if (othersLength > 0) {
                texts[target++] = ' ';
            }
            System.arraycopy(label, 0, texts, target, label.length);
            System.arraycopy(texts, at, texts, target + label.length, length);
            othersLength = target + label.length + length - OTHERS;
        }
    }

    private static byte[][] labels() {
        SubscriptionIdType[] types = SubscriptionIdType.values();
        byte[][] labels = new byte[types.length][];
        for (SubscriptionIdType type : types) {
            labels[type.ordinal()] = (type.label() + ":").getBytes(StandardCharsets.US_ASCII);
        }
        return labels;
    }

    /** One service of the request given to {@link #head}; completes the record. */
    public void service(CreditControlRecord head, ServiceRecord service) {
        present = headFields;
        number(CdrField.RECORD_NUMBER, service.recordNumber());
        number(CdrField.PARTIAL_SEQUENCE_NUMBER, service.partialSequence());
        cause(ClosingCause.of(head, service));
        numberIfAny(CdrField.RATING_GROUP, service.ratingGroup());
        numberIfAny(CdrField.SERVICE_IDENTIFIER, service.serviceIdentifier());
        service.readTariffName(octets);
        text(CdrField.TARIFF, SERVICE);
        number(CdrField.RESULT_CODE, service.resultCode());
        numberIfAny(CdrField.QOS_CLASS, service.qosClass());
        if (head.catalogVersion() > 0) { // 0: the record is older than versions
            number(CdrField.CATALOG_VERSION, head.catalogVersion() - service.chargedCatalogAge());
        }
        currency(service.currency() == 0 ? head.currency() : service.currency());
        usage(service);
        debits.read(service);
        present |= CdrField.DEBITS.bit();
        hash.of(this);
    }

    private void usage(ServiceRecord service) {
        for (int kindOrdinal = 0; kindOrdinal < UnitKind.COUNT; kindOrdinal++) {
            numberIfAny(USED[kindOrdinal], service.reported(UnitKind.of(kindOrdinal)));
        }
        unit = service.unit();
        word(CdrField.CHARGED_UNIT, UNITS[unit.ordinal()]);
        number(CdrField.CHARGED_UNITS, service.usedUnits());
        number(CdrField.CHARGED_MICROS, service.chargedMicros());
        number(CdrField.SETUP_MICROS, service.setupMicros());
        number(CdrField.SERVICE_TOTAL_UNITS, service.totalUnits());
        number(CdrField.SERVICE_TOTAL_MICROS, service.totalMicros());
        instant(CdrField.FIRST_USAGE_AT, service.firstUsageMs());
        instant(CdrField.LAST_USAGE_AT, service.lastUsageMs());
        numberIfAny(CdrField.REPORTING_REASON, service.reportingReason());
        flag(CdrField.OVERRUN, service.is(ServiceRecord.OVERRUN) || service.is(ServiceRecord.IMPLAUSIBLE));
    }

    /** A bucket credited or debited otherwise than by usage, at {@code timeMs}; completes the record. */
    public void balance(BalanceRecord record, long timeMs) {
        present = originFields;
        kind(Kind.BALANCE);
        context = ServiceContext.OTHER;
        number(CdrField.RECORD_NUMBER, record.recordNumber());
        number(CdrField.ACCOUNT_ID, record.accountId());
        number(CdrField.SUBSCRIBER_ID, record.subscriberId());
        currency(record.currency());
        instant(CdrField.RECEIVED_AT, timeMs);
        cause(ClosingCause.BALANCE_CHANGE);
        record.subscription(octets);
        if (!octets.isEmpty()) {
            put(0);
            othersLength = 0;
            subscription(record.subscriptionType(), 0, octets.length());
            text(CdrField.SUBSCRIPTION_OTHER, OTHERS, othersLength);
        }
        record.reference(octets);
        text(CdrField.REFERENCE, SERVICE);
        word(CdrField.REASON, REASONS[record.reason().ordinal()]);
        number(CdrField.BUCKET_ID, record.bucketId());
        unit = record.kind();
        word(CdrField.BUCKET_UNIT, UNITS[unit.ordinal()]);
        number(CdrField.BUCKET_AMOUNT, record.amount());
        number(CdrField.BUCKET_BALANCE_AFTER, record.balanceAfter());
        instant(CdrField.BUCKET_EXPIRES_AT, record.expiresMs());
        hash.of(this);
    }

    boolean has(CdrField field) {
        return (present & field.bit()) != 0;
    }

    private void kind(Kind value) {
        kind = value;
        word(CdrField.RECORD_TYPE, KINDS[value.ordinal()]);
    }

    private void cause(ClosingCause value) {
        cause = value;
        word(CdrField.CAUSE_FOR_RECORD_CLOSING, CAUSES[value.ordinal()]);
    }

    private void currency(int number) {
        currency = number;
        Word letters = CurrencyCodes.of(number);
        if (letters != null) {
            word(CdrField.CURRENCY, letters);
        }
    }

    private void number(CdrField field, long value) {
        values[field.ordinal()] = value;
        present |= field.bit();
    }

    private void numberIfAny(CdrField field, long value) {
        if (value != ABSENT) {
            number(field, value);
        }
    }

    private void flag(CdrField field, boolean value) {
        number(field, value ? 1 : 0);
    }

    /** 0 and what no calendar of four-digit years holds is no value. */
    private void instant(CdrField field, long epochMs) {
        if (epochMs > 0 && epochMs < INSTANT_END) {
            number(field, epochMs);
        }
    }

    private void word(CdrField field, Word value) {
        words[field.ordinal()] = value;
        present |= field.bit();
    }

    /** An empty text is no value. */
    private void text(CdrField field, int at, int length) {
        textAt[field.ordinal()] = at;
        textLength[field.ordinal()] = length;
        if (length > 0) {
            present |= field.bit();
        }
    }

    /** What has been read last, at a place of its own. */
    private void text(CdrField field, int at) {
        put(at);
        text(field, at, octets.length());
    }

    private void put(int at) {
        System.arraycopy(octets.array(), 0, texts, at, octets.length());
    }
}

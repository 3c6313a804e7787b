package io.ocs.cdr.record;

import io.ocs.core.UnitKind;
import java.util.Locale;

/**
 * The fields of a charging data record: columns of the CSV file and of the table {@code cdr}, in this order, and keys of the JSON object.
 * {@code docs/CDR_FORMAT.md} describes each of them. New fields are added before {@link #CONTENT_HASH} with the next version of the format.
 */
public enum CdrField {
    EPOCH((cdr, out) -> out.integer(cdr.epoch)),
    SHARD((cdr, out) -> out.integer(cdr.shard)),
    RECORD_NUMBER((cdr, out) -> out.number(cdr.recordNumber)),
    RECORD_TYPE((cdr, out) -> out.label(cdr.kind.name())),
    NODE((cdr, out) -> out.text(cdr.node)),
    RECEIVED_AT((cdr, out) -> out.instantIfAny(cdr.receivedMs)),
    ACCOUNT_ID((cdr, out) -> out.number(cdr.accountId)),
    SUBSCRIBER_ID((cdr, out) -> out.number(cdr.subscriberId)),
    SUBSCRIPTION_E164((cdr, out) -> out.textIfAny(cdr.e164)),
    SUBSCRIPTION_IMSI((cdr, out) -> out.textIfAny(cdr.imsi)),
    SUBSCRIPTION_OTHER((cdr, out) -> out.textIfAny(cdr.otherSubscriptions)),
    CURRENCY((cdr, out) -> out.labelIfAny(CurrencyCodes.of(cdr.currency))),
    CAUSE_FOR_RECORD_CLOSING((cdr, out) -> out.label(cdr.closingCause.name())),
    SESSION_ID(usage((cdr, out) -> out.textIfAny(cdr.sessionId))),
    REQUEST_TYPE(usage((cdr, out) -> out.label(cdr.requestType.name()))),
    REQUEST_NUMBER(usage((cdr, out) -> out.number(cdr.requestNumber))),
    REQUESTED_ACTION(
            usage((cdr, out) -> out.labelIfAny(cdr.requestedAction == null ? null : cdr.requestedAction.name()))),
    SERVICE_CONTEXT_ID(usage((cdr, out) -> out.textIfAny(cdr.serviceContextId))),
    ORIGIN_HOST(usage((cdr, out) -> out.textIfAny(cdr.originHost))),
    OPENED_AT(usage((cdr, out) -> out.instantIfAny(cdr.openedMs))),
    RATED_AT(usage((cdr, out) -> out.instantIfAny(cdr.ratedAtMs))),
    FIRST_USAGE_AT(usage((cdr, out) -> out.instantIfAny(cdr.firstUsageMs))),
    LAST_USAGE_AT(usage((cdr, out) -> out.instantIfAny(cdr.lastUsageMs))),
    RATING_GROUP(usage((cdr, out) -> out.numberUnless(ChargingDataRecord.absent(), cdr.ratingGroup))),
    SERVICE_IDENTIFIER(usage((cdr, out) -> out.numberUnless(ChargingDataRecord.absent(), cdr.serviceIdentifier))),
    TARIFF(usage((cdr, out) -> out.textIfAny(cdr.tariff))),
    RESULT_CODE(usage((cdr, out) -> out.integer(cdr.resultCode))),
    USED_TIME_S(used(UnitKind.TIME)),
    USED_TOTAL_OCTETS(used(UnitKind.TOTAL_OCTETS)),
    USED_INPUT_OCTETS(used(UnitKind.INPUT_OCTETS)),
    USED_OUTPUT_OCTETS(used(UnitKind.OUTPUT_OCTETS)),
    USED_SERVICE_SPECIFIC(used(UnitKind.SERVICE_SPECIFIC)),
    USED_MONEY_MICROS(used(UnitKind.MONEY)),
    CHARGED_UNIT(usage((cdr, out) -> out.label(cdr.chargedUnit.name()))),
    CHARGED_UNITS(usage((cdr, out) -> out.number(cdr.chargedUnits))),
    CHARGED_MICROS(usage((cdr, out) -> out.number(cdr.chargedMicros))),
    SETUP_MICROS(usage((cdr, out) -> out.number(cdr.setupMicros))),
    SERVICE_TOTAL_UNITS(usage((cdr, out) -> out.number(cdr.totalUnits))),
    SERVICE_TOTAL_MICROS(usage((cdr, out) -> out.number(cdr.totalMicros))),
    SESSION_TOTAL_MICROS(usage((cdr, out) -> out.number(cdr.sessionTotalMicros))),
    DEBITS(usage((cdr, out) -> out.debits(cdr))),
    OVERRUN(usage((cdr, out) -> out.flag(cdr.overrun))),
    PARTIAL_SEQUENCE_NUMBER(usage((cdr, out) -> out.integer(cdr.partialSequence))),
    SESSION_CLOSED(usage((cdr, out) -> out.flag(cdr.closesSession))),
    TERMINATION_CAUSE(usage((cdr, out) -> out.numberUnless(ChargingDataRecord.absent(), cdr.terminationCause))),
    REPORTING_REASON(usage((cdr, out) -> out.numberUnless(ChargingDataRecord.absent(), cdr.reportingReason))),
    CALLED_PARTY(usage((cdr, out) -> out.textIfAny(cdr.calledParty))),
    CALLING_PARTY(usage((cdr, out) -> out.textIfAny(cdr.callingParty))),
    APN(usage((cdr, out) -> out.textIfAny(cdr.apn))),
    RAT_TYPE(usage((cdr, out) -> out.numberUnless(ChargingDataRecord.absent(), cdr.ratType))),
    VISITED_NETWORK(usage((cdr, out) -> out.textIfAny(cdr.visitedNetwork))),
    REASON(balance((cdr, out) -> out.label(cdr.reason.name()))),
    REFERENCE(balance((cdr, out) -> out.textIfAny(cdr.reference))),
    BUCKET_ID(balance((cdr, out) -> out.integer(cdr.bucketId))),
    BUCKET_UNIT(balance((cdr, out) -> out.label(cdr.bucketUnit.name()))),
    BUCKET_AMOUNT(balance((cdr, out) -> out.number(cdr.bucketAmount))),
    BUCKET_BALANCE_AFTER(balance((cdr, out) -> out.number(cdr.bucketBalanceAfter))),
    BUCKET_EXPIRES_AT(balance((cdr, out) -> out.instantIfAny(cdr.bucketExpiresMs))),
    /** Over all other fields; 128 bits as 32 hexadecimal digits. */
    CONTENT_HASH((cdr, out) -> out.hash(cdr.hashHigh(), cdr.hashLow()));

    /** Version of this list, in manifests and in the database. */
    public static final int FORMAT_VERSION = 1;

    /** Writes one field of a record. */
    private interface Source {
        void write(ChargingDataRecord cdr, FieldWriter out);
    }

    private static final CdrField[] VALUES = values();

    private final String key = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // all of them are lambdas without state
    private final Source source;

    CdrField(Source source) {
        this.source = source;
    }

    private static Source usage(Source source) {
        return only(ChargingDataRecord.Kind.USAGE, source);
    }

    private static Source balance(Source source) {
        return only(ChargingDataRecord.Kind.BALANCE, source);
    }

    private static Source only(ChargingDataRecord.Kind kind, Source source) {
        return (cdr, out) -> {
            if (cdr.kind == kind) {
                source.write(cdr, out);
            } else {
                out.absent();
            }
        };
    }

    private static Source used(UnitKind kind) {
        return usage((cdr, out) -> out.numberUnless(ChargingDataRecord.absent(), cdr.used[kind.ordinal()]));
    }

    /** Name of the column and of the JSON key. */
    public String key() {
        return key;
    }

    void write(ChargingDataRecord cdr, FieldWriter out) {
        source.write(cdr, out);
    }

    static int count() {
        return VALUES.length;
    }

    static CdrField of(int index) {
        return VALUES[index];
    }
}

package io.ocs.cdr.record;

import io.ocs.core.Octets;
import io.ocs.core.UnitKind;

/**
 * Takes the fields of one charging data record, in the order of {@link CdrField}. The walk over them is straight code: it is run for each record
 * in each format.
 */
abstract class FieldWriter {

    private static final int ABSENT = ChargingDataRecord.absent();
    private static final int USAGE_FIELDS = CdrField.REASON.ordinal() - CdrField.SESSION_ID.ordinal();
    private static final int BALANCE_FIELDS = CdrField.CONTENT_HASH.ordinal() - CdrField.REASON.ordinal();

    /** All fields but the content hash. */
    final void record(ChargingDataRecord cdr) {
        head(cdr);
        if (cdr.isUsage()) {
            request(cdr);
            units(cdr);
            charge(cdr);
            surroundings(cdr);
            absent(BALANCE_FIELDS);
        } else {
            absent(USAGE_FIELDS);
            balance(cdr);
        }
    }

    private void head(ChargingDataRecord cdr) {
        integer(cdr.epoch);
        integer(cdr.shard);
        number(cdr.recordNumber);
        label(cdr.kind.name());
        text(cdr.node);
        instantIfAny(cdr.receivedMs);
        number(cdr.accountId);
        number(cdr.subscriberId);
        textIfAny(cdr.e164);
        textIfAny(cdr.imsi);
        textIfAny(cdr.otherSubscriptions);
        labelIfAny(CurrencyCodes.of(cdr.currency));
        label(cdr.closingCause.name());
    }

    private void request(ChargingDataRecord cdr) {
        textIfAny(cdr.sessionId);
        label(cdr.requestType.name());
        number(cdr.requestNumber);
        labelIfAny(cdr.requestedAction == null ? null : cdr.requestedAction.name());
        textIfAny(cdr.serviceContextId);
        textIfAny(cdr.originHost);
        instantIfAny(cdr.openedMs);
        instantIfAny(cdr.ratedAtMs);
        instantIfAny(cdr.firstUsageMs);
        instantIfAny(cdr.lastUsageMs);
        numberUnless(ABSENT, cdr.ratingGroup);
        numberUnless(ABSENT, cdr.serviceIdentifier);
        textIfAny(cdr.tariff);
        integer(cdr.resultCode);
    }

    private void units(ChargingDataRecord cdr) {
        numberUnless(ABSENT, cdr.used[UnitKind.TIME.ordinal()]);
        numberUnless(ABSENT, cdr.used[UnitKind.TOTAL_OCTETS.ordinal()]);
        numberUnless(ABSENT, cdr.used[UnitKind.INPUT_OCTETS.ordinal()]);
        numberUnless(ABSENT, cdr.used[UnitKind.OUTPUT_OCTETS.ordinal()]);
        numberUnless(ABSENT, cdr.used[UnitKind.SERVICE_SPECIFIC.ordinal()]);
        numberUnless(ABSENT, cdr.used[UnitKind.MONEY.ordinal()]);
        label(cdr.chargedUnit.name());
        number(cdr.chargedUnits);
    }

    private void charge(ChargingDataRecord cdr) {
        number(cdr.chargedMicros);
        number(cdr.setupMicros);
        number(cdr.totalUnits);
        number(cdr.totalMicros);
        number(cdr.sessionTotalMicros);
        debits(cdr);
        flag(cdr.overrun);
        integer(cdr.partialSequence);
        flag(cdr.closesSession);
        numberUnless(ABSENT, cdr.terminationCause);
        numberUnless(ABSENT, cdr.reportingReason);
    }

    private void surroundings(ChargingDataRecord cdr) {
        textIfAny(cdr.calledParty);
        textIfAny(cdr.callingParty);
        textIfAny(cdr.apn);
        numberUnless(ABSENT, cdr.ratType);
        textIfAny(cdr.visitedNetwork);
    }

    private void balance(ChargingDataRecord cdr) {
        label(cdr.reason.name());
        textIfAny(cdr.reference);
        integer(cdr.bucketId);
        label(cdr.bucketUnit.name());
        number(cdr.bucketAmount);
        number(cdr.bucketBalanceAfter);
        instantIfAny(cdr.bucketExpiresMs);
    }

    /** The next fields have no value in this record. */
    abstract void absent(int fields);

    abstract void number(long value);

    /** A number of 32 bits. */
    void integer(int value) {
        number(value);
    }

    abstract void flag(boolean value);

    /** A word of a closed list, in ASCII without anything to escape. */
    abstract void label(String word);

    /** Text that a peer or a command has chosen: any octets. */
    abstract void text(Octets value);

    /** Milliseconds since 1970. */
    abstract void instant(long epochMs);

    /** The list of debits of the record. */
    abstract void debits(ChargingDataRecord cdr);

    /** A number for which {@code absent} stands for no value. */
    private void numberUnless(long absent, long value) {
        if (value == absent) {
            absent(1);
        } else {
            number(value);
        }
    }

    private void textIfAny(Octets value) {
        if (value.isEmpty()) {
            absent(1);
        } else {
            text(value);
        }
    }

    private void labelIfAny(String word) {
        if (word == null) {
            absent(1);
        } else {
            label(word);
        }
    }

    /** 0 and what no calendar of four-digit years holds is no value. */
    private void instantIfAny(long epochMs) {
        if (epochMs > 0 && epochMs < 253_402_300_800_000L) {
            instant(epochMs);
        } else {
            absent(1);
        }
    }
}

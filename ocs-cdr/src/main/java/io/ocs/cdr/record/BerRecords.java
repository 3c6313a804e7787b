package io.ocs.cdr.record;

import static io.ocs.cdr.record.Ts32298Types.ascii;
import static io.ocs.cdr.record.Ts32298Types.diagnostics;
import static io.ocs.cdr.record.Ts32298Types.imsi;
import static io.ocs.cdr.record.Ts32298Types.msisdn;
import static io.ocs.cdr.record.Ts32298Types.number;
import static io.ocs.cdr.record.Ts32298Types.plmn;
import static io.ocs.cdr.record.Ts32298Types.text;
import static io.ocs.cdr.record.Ts32298Types.timeStamp;

import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;

/**
 * The kinds of records of TS 32.298 that are written, each with the elements that a charging system can know, in the order of their tags as a SET
 * wants them. {@code docs/schema/ocs-cdr.asn1} is the module. Allocates nothing.
 */
final class BerRecords {

    private static final int PGW_CHOICE = 79;
    private static final int PGW_RECORD = 85;
    private static final int MMTEL_CHOICE = 83;
    private static final int MMTEL_RECORD = 83;
    private static final int SC_SMO_CHOICE = 93;
    private static final int SC_SMO_RECORD = 93;
    /** [PRIVATE 1], constructed. */
    private static final int OCS_CHOICE = 0xe1;

    private static final long LOCAL_SEQUENCE_NUMBERS = 0xffff_ffffL;
    private static final int APN_MAX = 63;
    private static final int NODE_ID_MAX = 20;
    /** SMAddressType other. */
    private static final int OTHER_ADDRESS = 6;

    private BerRecords() {}

    /** PGWRecord: data (TS 32.251). */
    static void pgw(BerOutput ber, ChargingDataRecord cdr, CdrText text) {
        int record = ber.begin(PGW_CHOICE);
        ber.integer(0, PGW_RECORD);
        imsi(ber, 3, text);
        ascii(ber, 7, text, CdrField.APN, APN_MAX);
        timeStamp(ber, 13, text, opened(text));
        number(ber, 14, cdr, CdrField.USED_TIME_S);
        ber.integer(15, bearerCause(cdr));
        diagnostics(ber, 16, cdr);
        number(ber, 17, cdr, CdrField.PARTIAL_SEQUENCE_NUMBER);
        ascii(ber, 18, text, CdrField.NODE, NODE_ID_MAX);
        RecordExtension.write(ber, 19, cdr, text);
        ber.integer(20, cdr.recordNumber() & LOCAL_SEQUENCE_NUMBERS);
        msisdn(ber, 22, text);
        plmn(ber, 27, text);
        number(ber, 30, cdr, CdrField.RAT_TYPE);
        int services = ber.begin(34);
        service(ber, cdr, text);
        ber.end(services);
        ber.end(record);
    }

    /** ChangeOfServiceCondition. */
    private static void service(BerOutput ber, ChargingDataRecord cdr, CdrText text) {
        int service = ber.beginTagged(BerOutput.SEQUENCE);
        number(ber, 1, cdr, CdrField.RATING_GROUP);
        number(ber, 3, cdr, CdrField.RESULT_CODE);
        number(ber, 4, cdr, CdrField.PARTIAL_SEQUENCE_NUMBER);
        timeStamp(ber, 5, text, CdrField.FIRST_USAGE_AT);
        timeStamp(ber, 6, text, CdrField.LAST_USAGE_AT);
        number(ber, 7, cdr, CdrField.USED_TIME_S);
        number(ber, 12, cdr, CdrField.USED_INPUT_OCTETS);
        number(ber, 13, cdr, CdrField.USED_OUTPUT_OCTETS);
        timeStamp(ber, 14, text, CdrField.RECEIVED_AT);
        number(ber, 17, cdr, CdrField.SERVICE_IDENTIFIER);
        ber.end(service);
    }

    private static CdrField opened(CdrText text) {
        return text.has(CdrField.OPENED_AT) ? CdrField.OPENED_AT : CdrField.RECEIVED_AT;
    }

    /** CauseForRecClosing of TS 32.298: the nearest. */
    private static int bearerCause(ChargingDataRecord cdr) {
        return switch (cdr.cause()) {
            case NORMAL_RELEASE, EVENT, BALANCE_CHANGE -> 0;
            case SERVICE_RELEASE, CONDITION_CHANGE, FORCED_REAUTHORISATION -> 1;
            case SUPERVISION_EXPIRY -> 4;
            case QUOTA_UPDATE -> cdr.unit() == UnitKind.TIME ? 17 : 16;
            case VALIDITY_TIME, QUOTA_HOLDING_TIME -> 17;
            case MANAGEMENT_INTERVENTION -> 20;
        };
    }

    /** MMTelRecord: voice and video of the IMS (TS 32.260, TS 32.275). */
    static void mmtel(BerOutput ber, ChargingDataRecord cdr, CdrText text) {
        int record = ber.begin(MMTEL_CHOICE);
        ber.integer(0, MMTEL_RECORD);
        if (text.has(CdrField.CALLING_PARTY)) {
            int parties = ber.begin(6);
            involvedParty(ber, text, CdrField.CALLING_PARTY);
            ber.end(parties);
        }
        if (text.has(CdrField.CALLED_PARTY)) {
            int party = ber.begin(7);
            involvedParty(ber, text, CdrField.CALLED_PARTY);
            ber.end(party);
        }
        timeStamp(ber, 9, text, CdrField.OPENED_AT);
        timeStamp(ber, 10, text, CdrField.FIRST_USAGE_AT);
        timeStamp(ber, 11, text, CdrField.LAST_USAGE_AT);
        timeStamp(ber, 12, text, opened(text));
        timeStamp(ber, 13, text, CdrField.RECEIVED_AT);
        ber.integer(15, cdr.recordNumber() & LOCAL_SEQUENCE_NUMBERS);
        number(ber, 16, cdr, CdrField.PARTIAL_SEQUENCE_NUMBER);
        ber.integer(17, sessionCause(cdr.cause()));
        RecordExtension.write(ber, 25, cdr, text);
        text(ber, 30, text, CdrField.SERVICE_CONTEXT_ID);
        subscriptions(ber, text);
        ber.mark(43); // online-charging-flag
        text(ber, 54, text, CdrField.VISITED_NETWORK);
        ber.end(record);
    }

    /** InvolvedParty: a URI by its scheme, else a number. */
    private static void involvedParty(BerOutput ber, CdrText text, CdrField field) {
        int at = text.at[field.ordinal()];
        int length = text.length[field.ordinal()];
        text(ber, PartyAddress.choice(text.octets(), at, length), text, field);
    }

    private static void subscriptions(BerOutput ber, CdrText text) {
        if (text.has(CdrField.SUBSCRIPTION_E164) || text.has(CdrField.SUBSCRIPTION_IMSI)) {
            int list = ber.begin(31);
            subscription(ber, 0, text, CdrField.SUBSCRIPTION_E164);
            subscription(ber, 1, text, CdrField.SUBSCRIPTION_IMSI);
            ber.end(list);
        }
    }

    private static void subscription(BerOutput ber, int type, CdrText text, CdrField field) {
        if (text.has(field)) {
            int subscription = ber.beginTagged(BerOutput.SET);
            ber.integer(0, type);
            text(ber, 1, text, field);
            ber.end(subscription);
        }
    }

    /** CauseForRecordClosing of the IMS part of TS 32.298: the nearest. */
    private static int sessionCause(ClosingCause cause) {
        return switch (cause) {
            case NORMAL_RELEASE, EVENT, BALANCE_CHANGE -> 0;
            case SUPERVISION_EXPIRY -> 1;
            case QUOTA_UPDATE, VALIDITY_TIME, QUOTA_HOLDING_TIME -> 3;
            case SERVICE_RELEASE, CONDITION_CHANGE -> 4;
            case FORCED_REAUTHORISATION, MANAGEMENT_INTERVENTION -> 5;
        };
    }

    /** SCSMORecord: a short message (TS 32.274). */
    static void sms(BerOutput ber, ChargingDataRecord cdr, CdrText text) {
        int record = ber.begin(SC_SMO_CHOICE);
        ber.integer(0, SC_SMO_RECORD);
        int originator = ber.begin(2);
        imsi(ber, 0, text);
        msisdn(ber, 1, text);
        ber.end(originator);
        if (text.has(CdrField.CALLED_PARTY)) {
            int recipients = ber.begin(3);
            recipient(ber, text);
            ber.end(recipients);
        }
        timeStamp(ber, 5, text, CdrField.RECEIVED_AT);
        ber.head(6, 1); // messageReference: one octet 0 where none is known
        ber.octet(0);
        number(ber, 17, cdr, CdrField.RAT_TYPE);
        if (cdr.value(CdrField.RESULT_CODE) != ResultCode.SUCCESS.code()) {
            diagnostics(ber, 19, cdr);
        }
        ber.integer(22, cdr.recordNumber() & LOCAL_SEQUENCE_NUMBERS);
        RecordExtension.write(ber, 23, cdr, text);
        ber.end(record);
    }

    /** RecipientInfo: an MSISDN if the called party is one, else another address. */
    private static void recipient(BerOutput ber, CdrText text) {
        byte[] octets = text.octets();
        int at = text.at[CdrField.CALLED_PARTY.ordinal()];
        int length = text.length[CdrField.CALLED_PARTY.ordinal()];
        int sign = PartyAddress.beforeDigits(octets, at, length);
        int recipient = ber.beginTagged(BerOutput.SEQUENCE);
        if (Ts32298Types.isE164(octets, at + sign, length - sign)) {
            Ts32298Types.address(ber, 1, octets, at + sign, length - sign);
        } else {
            int addresses = ber.begin(7);
            int address = ber.beginTagged(BerOutput.SEQUENCE);
            ber.integer(0, OTHER_ADDRESS);
            text(ber, 1, text, CdrField.CALLED_PARTY);
            ber.end(address);
            ber.end(addresses);
        }
        ber.end(recipient);
    }

    /** What no kind of record of TS 32.298 is for: balances, messages and events of other contexts. */
    static void other(BerOutput ber, ChargingDataRecord cdr, CdrText text) {
        int record = ber.beginTagged(OCS_CHOICE);
        RecordExtension.write(ber, 0, cdr, text);
        ber.end(record);
    }
}

package io.ocs.cdr.record;

import java.util.Locale;

/**
 * The fields of a charging data record: columns of the CSV file and of the table {@code cdr}, in this order, and keys of the JSON object.
 * {@code docs/CDR_FORMAT.md} describes each of them; {@link FieldWriter#record} gives their values in this order. New fields are added
 * before {@link #CONTENT_HASH} with the next version of the format.
 */
public enum CdrField {
    EPOCH,
    SHARD,
    RECORD_NUMBER,
    RECORD_TYPE,
    NODE,
    RECEIVED_AT,
    ACCOUNT_ID,
    SUBSCRIBER_ID,
    SUBSCRIPTION_E164,
    SUBSCRIPTION_IMSI,
    SUBSCRIPTION_OTHER,
    CURRENCY,
    CAUSE_FOR_RECORD_CLOSING,
    SESSION_ID,
    REQUEST_TYPE,
    REQUEST_NUMBER,
    REQUESTED_ACTION,
    SERVICE_CONTEXT_ID,
    ORIGIN_HOST,
    OPENED_AT,
    RATED_AT,
    FIRST_USAGE_AT,
    LAST_USAGE_AT,
    RATING_GROUP,
    SERVICE_IDENTIFIER,
    TARIFF,
    RESULT_CODE,
    USED_TIME_S,
    USED_TOTAL_OCTETS,
    USED_INPUT_OCTETS,
    USED_OUTPUT_OCTETS,
    USED_SERVICE_SPECIFIC,
    USED_MONEY_MICROS,
    CHARGED_UNIT,
    CHARGED_UNITS,
    CHARGED_MICROS,
    SETUP_MICROS,
    SERVICE_TOTAL_UNITS,
    SERVICE_TOTAL_MICROS,
    SESSION_TOTAL_MICROS,
    DEBITS,
    OVERRUN,
    PARTIAL_SEQUENCE_NUMBER,
    SESSION_CLOSED,
    TERMINATION_CAUSE,
    REPORTING_REASON,
    CALLED_PARTY,
    CALLING_PARTY,
    APN,
    RAT_TYPE,
    VISITED_NETWORK,
    REASON,
    REFERENCE,
    BUCKET_ID,
    BUCKET_UNIT,
    BUCKET_AMOUNT,
    BUCKET_BALANCE_AFTER,
    BUCKET_EXPIRES_AT,
    /** Over all other fields; 128 bits as 32 hexadecimal digits. */
    CONTENT_HASH;

    /** Version of this list, in manifests and in the database. */
    public static final int FORMAT_VERSION = 1;

    private static final CdrField[] VALUES = values();

    private final String key = name().toLowerCase(Locale.ROOT);

    /** Name of the column and of the JSON key. */
    public String key() {
        return key;
    }

    static int count() {
        return VALUES.length;
    }

    static CdrField of(int index) {
        return VALUES[index];
    }
}

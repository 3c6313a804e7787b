package io.ocs.cdr.record;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The fields of a charging data record: columns of the CSV file, of the Parquet file and of the table {@code cdr}, in this order, keys of the JSON
 * object, and elements of the record extension in ASN.1. {@code docs/CDR_FORMAT.md} describes each of them. New fields are added right before
 * {@link #CONTENT_HASH} with the next version of the format; all formats, their schemas and their readers follow from this list.
 */
public enum CdrField {
    EPOCH(Type.INTEGER),
    SHARD(Type.INTEGER),
    RECORD_NUMBER(Type.NUMBER),
    RECORD_TYPE(Type.WORD),
    NODE(Type.TEXT),
    RECEIVED_AT(Type.INSTANT),
    ACCOUNT_ID(Type.NUMBER),
    SUBSCRIBER_ID(Type.NUMBER),
    SUBSCRIPTION_E164(Type.TEXT),
    SUBSCRIPTION_IMSI(Type.TEXT),
    SUBSCRIPTION_OTHER(Type.TEXT),
    CURRENCY(Type.WORD),
    CAUSE_FOR_RECORD_CLOSING(Type.WORD),
    SESSION_ID(Type.TEXT),
    REQUEST_TYPE(Type.WORD),
    REQUEST_NUMBER(Type.NUMBER),
    REQUESTED_ACTION(Type.WORD),
    SERVICE_CONTEXT_ID(Type.TEXT),
    ORIGIN_HOST(Type.TEXT),
    OPENED_AT(Type.INSTANT),
    RATED_AT(Type.INSTANT),
    FIRST_USAGE_AT(Type.INSTANT),
    LAST_USAGE_AT(Type.INSTANT),
    RATING_GROUP(Type.NUMBER),
    SERVICE_IDENTIFIER(Type.NUMBER),
    TARIFF(Type.TEXT),
    RESULT_CODE(Type.INTEGER),
    USED_TIME_S(Type.NUMBER),
    USED_TOTAL_OCTETS(Type.NUMBER),
    USED_INPUT_OCTETS(Type.NUMBER),
    USED_OUTPUT_OCTETS(Type.NUMBER),
    USED_SERVICE_SPECIFIC(Type.NUMBER),
    USED_MONEY_MICROS(Type.NUMBER),
    CHARGED_UNIT(Type.WORD),
    CHARGED_UNITS(Type.NUMBER),
    CHARGED_MICROS(Type.NUMBER),
    SETUP_MICROS(Type.NUMBER),
    SERVICE_TOTAL_UNITS(Type.NUMBER),
    SERVICE_TOTAL_MICROS(Type.NUMBER),
    SESSION_TOTAL_MICROS(Type.NUMBER),
    DEBITS(Type.DEBITS),
    OVERRUN(Type.FLAG),
    PARTIAL_SEQUENCE_NUMBER(Type.INTEGER),
    SESSION_CLOSED(Type.FLAG),
    TERMINATION_CAUSE(Type.NUMBER),
    REPORTING_REASON(Type.NUMBER),
    CALLED_PARTY(Type.TEXT),
    CALLING_PARTY(Type.TEXT),
    APN(Type.TEXT),
    RAT_TYPE(Type.NUMBER),
    VISITED_NETWORK(Type.TEXT),
    REASON(Type.WORD),
    REFERENCE(Type.TEXT),
    BUCKET_ID(Type.INTEGER),
    BUCKET_UNIT(Type.WORD),
    BUCKET_AMOUNT(Type.NUMBER),
    BUCKET_BALANCE_AFTER(Type.NUMBER),
    BUCKET_EXPIRES_AT(Type.INSTANT),
    DIRECTION(Type.WORD, 2),
    QOS_CLASS(Type.NUMBER, 2),
    CATALOG_VERSION(Type.INTEGER, 2),
    /** Over all other fields; 128 bits as 32 hexadecimal digits. */
    CONTENT_HASH(Type.HASH);

    /** Version of this list, in manifests and in the database. */
    public static final int FORMAT_VERSION = 2;

    private static final CdrField[] VALUES = values();

    /** What the value of a field is, and so how each format writes it. */
    public enum Type {
        /** 32 bits. */
        INTEGER,
        /** 64 bits. */
        NUMBER,
        FLAG,
        /** Milliseconds since 1970. */
        INSTANT,
        /** A word of a closed list. */
        WORD,
        /** Text that a peer, a command or the configuration has chosen: any octets. */
        TEXT,
        /** The list of debits. */
        DEBITS,
        /** 128 bits. */
        HASH
    }

    private final String key = name().toLowerCase(Locale.ROOT);
    private final Type type;
    private final int since;

    /** A field that the first version has. */
    CdrField(Type type) {
        this(type, 1);
    }

    CdrField(Type type, int since) {
        this.type = type;
        this.since = since;
    }

    /**
     * The fields of a version of the format, in their order: files that an earlier version of the program has closed keep theirs.
     *
     * @throws IllegalArgumentException if this program does not know that version
     */
    public static List<CdrField> ofVersion(int version) {
        if (version < 1 || version > FORMAT_VERSION) {
            throw new IllegalArgumentException("format version " + version + " is not known here, only 1 to "
                    + FORMAT_VERSION + ": read it with the version of the program that wrote it, or a later one");
        }
        return Arrays.stream(VALUES).filter(field -> field.since <= version).toList();
    }

    /** What its value is. */
    public Type type() {
        return type;
    }

    /** Its number in ASN.1, which never changes: 0 for the hash, which stands last and moves; of any other its place in this list, from 1 on. */
    public int tag() {
        return this == CONTENT_HASH ? 0 : ordinal() + 1;
    }

    /** Its place among the 64 bits that say which fields of a record have a value. */
    long bit() {
        return 1L << ordinal();
    }

    /** The bits of all fields of the types. */
    static long bits(Type... types) {
        long bits = 0;
        for (CdrField field : VALUES) {
            if (List.of(types).contains(field.type)) {
                bits |= field.bit();
            }
        }
        return bits;
    }

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

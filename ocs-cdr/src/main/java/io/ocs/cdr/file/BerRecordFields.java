package io.ocs.cdr.file;

import io.ocs.cdr.record.CdrField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The fields of a record in BER, from its record extension: that has all of them. */
final class BerRecordFields {

    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT_CONSTRUCTED = 0xa0;
    private static final int PRIVATE_CONSTRUCTED = 0xe0;
    private static final int CLASS_AND_FORM = 0xe0;
    private static final Map<Integer, CdrField> BY_TAG = byTag();

    private BerRecordFields() {}

    private static Map<Integer, CdrField> byTag() {
        Map<Integer, CdrField> fields = new HashMap<>();
        for (CdrField field : CdrField.values()) {
            fields.put(field.tag(), field);
        }
        return fields;
    }

    /**
     * Reads a record.
     *
     * @param identifier of the extension, by the version of the file
     * @throws IllegalArgumentException if the octets are no record with such an extension
     */
    static Map<String, String> parse(byte[] octets, int length, byte[] identifier) {
        BerInput record = new BerInput(octets, 0, length);
        if (!record.next()) {
            throw new IllegalArgumentException("the record is empty");
        }
        int tag = extensionsTag(record);
        BerInput elements = record.elements();
        if (record.next()) {
            throw new IllegalArgumentException("there is more than one record behind a header");
        }
        while (elements.next()) {
            if ((elements.head() & CLASS_AND_FORM) == CONTEXT_CONSTRUCTED && elements.number() == tag) {
                return extension(elements.elements(), identifier);
            }
        }
        throw new IllegalArgumentException("the record has no record extensions");
    }

    /** Where record extensions stand in each kind of record. */
    private static int extensionsTag(BerInput record) {
        int form = record.head() & CLASS_AND_FORM;
        if (form == PRIVATE_CONSTRUCTED && record.number() == 1) {
            return 0;
        }
        if (form == CONTEXT_CONSTRUCTED) {
            switch (record.number()) {
                case 79:
                    return 19;
                case 83:
                    return 25;
                case 93:
                    return 23;
                default:
                    break;
            }
        }
        throw new IllegalArgumentException("the record is of a kind that this version does not know, tag "
                + Integer.toHexString(record.head()) + ", " + record.number());
    }

    private static Map<String, String> extension(BerInput extensions, byte[] identifier) {
        while (extensions.next()) {
            BerInput extension = extensions.elements();
            boolean isOurs = extension.next() && Arrays.equals(extension.value(), identifier);
            if (isOurs && extension.next() && extension.number() == 2) {
                BerInput information = extension.elements();
                if (information.next() && information.head() == SEQUENCE) {
                    return fields(information.elements());
                }
            }
        }
        throw new IllegalArgumentException("the record does not have the extension of this version");
    }

    private static Map<String, String> fields(BerInput elements) {
        Map<String, String> record = new HashMap<>();
        while (elements.next()) {
            CdrField field = BY_TAG.get(elements.number());
            if (field == null) {
                throw new IllegalArgumentException(
                        "the record has a field that this version does not know, tag " + elements.number());
            }
            record.put(field.key(), value(field, elements));
        }
        return record;
    }

    private static String value(CdrField field, BerInput element) {
        return switch (field.type()) {
            case INTEGER, NUMBER -> Long.toString(element.integer());
            case INSTANT -> FieldText.instant(element.integer());
            case FLAG -> Boolean.toString(element.flag());
            case WORD, TEXT -> element.text();
            case DEBITS -> debits(element.elements());
            case HASH -> HexFormat.of().formatHex(element.value());
        };
    }

    /** As the list stands in CSV. */
    private static String debits(BerInput list) {
        StringBuilder text = new StringBuilder("[");
        while (list.next()) {
            BerInput debit = list.elements();
            text.append(text.length() > 1 ? ",{" : "{");
            text.append("\"bucket\":").append(number(debit));
            debit.next();
            text.append(",\"unit\":\"").append(debit.text()).append('"');
            text.append(",\"amount\":").append(number(debit));
            text.append(",\"units\":").append(number(debit));
            text.append(",\"balance_after\":").append(number(debit)).append('}');
        }
        return text.append(']').toString();
    }

    private static long number(BerInput debit) {
        if (!debit.next()) {
            throw new IllegalArgumentException("a debit is not complete");
        }
        return debit.integer();
    }
}

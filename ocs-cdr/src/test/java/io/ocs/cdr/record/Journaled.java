package io.ocs.cdr.record;

import io.ocs.core.UnitKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a record says, taken from its values and not from any format: numbers, flags, texts and debits by the names of the fields. */
public final class Journaled {

    private Journaled() {}

    /** The fields that have a value; instants as milliseconds. */
    public static Map<String, Object> of(ChargingDataRecord cdr) {
        Map<String, Object> values = new TreeMap<>();
        for (CdrField field : CdrField.values()) {
            if (cdr.has(field)) {
                values.put(field.key(), value(cdr, field));
            }
        }
        return values;
    }

    private static Object value(ChargingDataRecord cdr, CdrField field) {
        int i = field.ordinal();
        return switch (field.type()) {
            case INTEGER, NUMBER, INSTANT -> cdr.values[i];
            case FLAG -> cdr.values[i] == 1;
            case WORD -> cdr.words[i].text;
            case TEXT -> line(cdr.texts, cdr.textAt[i], cdr.textLength[i]);
            case DEBITS -> debits(cdr.debits);
            case HASH -> String.format("%016x%016x", cdr.hashHigh(), cdr.hashLow());
        };
    }

    private static List<Map<String, Object>> debits(DebitList debits) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < debits.count; i++) {
            Map<String, Object> debit = new LinkedHashMap<>();
            debit.put("bucket", (long) debits.bucket[i]);
            debit.put("unit", UnitKind.of(debits.unit[i]).name());
            debit.put("amount", debits.amount[i]);
            debit.put("units", debits.units[i]);
            debit.put("balance_after", debits.balanceAfter[i]);
            list.add(debit);
        }
        return list;
    }

    /** Control characters and octets that belong to no character of UTF-8 become U+FFFD, each for itself. */
    private static String line(byte[] octets, int from, int length) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < from + length) {
            String character = character(octets, at, from + length);
            if (character.isEmpty()) {
                text.append('\uFFFD');
                at++;
            } else {
                text.append(character.codePointAt(0) < 0x20 || character.equals("\u007f") ? "\uFFFD" : character);
                at += character.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.toString();
    }

    private static String character(byte[] octets, int at, int end) {
        for (int count = 1; count <= 4 && at + count <= end; count++) {
            byte[] some = Arrays.copyOfRange(octets, at, at + count);
            String text = new String(some, StandardCharsets.UTF_8);
            if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), some)) {
                return text;
            }
        }
        return "";
    }
}

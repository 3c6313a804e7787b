package io.ocs.server.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** One record as it was found, with its place. */
public final class CdrRow {

    /** A field by the name of its column; null where it has no value. */
    interface Fields {
        String field(String name);
    }

    /** What was found is no record; the message says where and why. */
    public static final class BadRowException extends Exception {
        private static final long serialVersionUID = 1L;

        BadRowException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Column with milliseconds since 1970, where {@code received_at} has another form than ISO 8601. */
    static final String RECEIVED_MS = "received_ms";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String where;
    private final Charge.Key key;
    private final Charge charge;

    private CdrRow(String where, Charge.Key key, Charge charge) {
        this.where = where;
        this.key = key;
        this.charge = charge;
    }

    static CdrRow of(String where, Fields fields) throws BadRowException {
        try {
            Charge.Key key = new Charge.Key(
                    (int) number(fields, "epoch"), (int) number(fields, "shard"), number(fields, "record_number"));
            boolean balance = "BALANCE".equals(fields.field("record_type"));
            return new CdrRow(where, key, balance ? balance(fields) : usage(fields));
        } catch (IllegalArgumentException | DateTimeException | JsonProcessingException e) {
            throw new BadRowException(where + ": " + e.getMessage(), e);
        }
    }

    String where() {
        return where;
    }

    Charge.Key key() {
        return key;
    }

    Charge charge() {
        return charge;
    }

    private static Charge usage(Fields row) throws JsonProcessingException {
        return new Charge(
                received(row),
                number(row, "account_id"),
                text(row, "currency"),
                text(row, "session_id"),
                text(row, "request_type") + " " + text(row, "request_number"),
                Charge.service(optional(row, "rating_group"), optional(row, "service_identifier")),
                text(row, "charged_unit"),
                number(row, "charged_units"),
                number(row, "charged_micros"),
                debits(row.field("debits")),
                Charge.conditions(
                        row.field("direction"), optional(row, "qos_class"), optional(row, "catalog_version")));
    }

    private static Charge balance(Fields row) {
        String unit = text(row, "bucket_unit");
        long amount = number(row, "bucket_amount");
        return new Charge(
                received(row),
                number(row, "account_id"),
                text(row, "currency"),
                "",
                text(row, "reason"),
                "bucket " + text(row, "bucket_id"),
                unit,
                amount,
                unit.equals(Assets.MONEY) ? amount : 0,
                List.of(),
                "");
    }

    private static long received(Fields row) {
        return row.field(RECEIVED_MS) == null
                ? Instant.parse(text(row, "received_at")).toEpochMilli()
                : number(row, RECEIVED_MS);
    }

    private static List<Charge.Debit> debits(String json) throws JsonProcessingException {
        if (json == null) {
            return List.of();
        }
        return StreamSupport.stream(JSON.readTree(json).spliterator(), false)
                .map(CdrRow::debit)
                .toList();
    }

    private static Charge.Debit debit(JsonNode debit) {
        return new Charge.Debit(
                debit.path("bucket").asInt(),
                debit.path("unit").asText(),
                debit.path("amount").asLong());
    }

    private static String text(Fields row, String name) {
        String value = row.field(name);
        return value == null ? "" : value;
    }

    private static Long optional(Fields row, String name) {
        return row.field(name) == null ? null : Long.valueOf(row.field(name));
    }

    /** A number that must be there. @throws NumberFormatException if it is none */
    private static long number(Fields row, String name) {
        String value = row.field(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Long.parseLong(value);
    }
}

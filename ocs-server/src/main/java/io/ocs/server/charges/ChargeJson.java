package io.ocs.server.charges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.rating.rate.PriceExplanation;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A charging data record as the administration tells it. The price of a service in its session so far is explained by the catalogue in force, if that price comes
 * out to the micro as it was charged; if not (another version charged it, allowances paid for a part, several tariffs took part), there is no explanation.
 */
record ChargeJson(Supplier<TariffCatalog> catalog) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param record with the keys of {@code docs/CDR_FORMAT.md} */
    ObjectNode of(JsonNode record) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("at", instant(record.path("received_at")))
                .put("recordType", text(record, "record_type"))
                .put("shard", record.path("shard").asInt())
                .put("epoch", record.path("epoch").asInt())
                .put("recordNumber", record.path("record_number").asLong())
                .put("sessionId", text(record, "session_id"))
                .put("requestType", text(record, "request_type"))
                .put("cause", text(record, "cause_for_record_closing"))
                .put("ratingGroup", number(record, "rating_group"))
                .put("serviceIdentifier", number(record, "service_identifier"))
                .put("tariff", text(record, "tariff"));
        addAmounts(json, record);
        json.put("reason", text(record, "reason")).put("reference", text(record, "reference"));
        json.set("debits", debits(record));
        ArrayNode lines = json.putArray("explanation");
        explanation(record).ifPresent(price -> price.lines().forEach(line -> lines.addObject()
                .put("rule", line.rule())
                .put("text", line.text())
                .put("amount", line.amount().isEmpty() ? null : line.amount())));
        return json;
    }

    private static void addAmounts(ObjectNode json, JsonNode record) {
        boolean isBalance = record.path("bucket_amount").isNumber();
        UnitKind unit = kind(record.path(isBalance ? "bucket_unit" : "charged_unit"));
        boolean isMoney = isBalance && unit == UnitKind.MONEY;
        json.put("unit", unit == null || isMoney ? null : unit.symbol());
        json.put("units", isBalance && !isMoney ? number(record, "bucket_amount") : number(record, "charged_units"));
        json.put("charged", money(record, isMoney ? "bucket_amount" : "charged_micros"));
        json.put("serviceTotalUnits", number(record, "service_total_units"));
        json.put("serviceTotal", money(record, "service_total_micros"));
        json.put("sessionTotal", money(record, "session_total_micros"));
    }

    private static ArrayNode debits(JsonNode record) {
        ArrayNode debits = JsonNodeFactory.instance.arrayNode();
        String currency = record.path("currency").asText("");
        for (JsonNode debit : parsed(record.path("debits"))) {
            UnitKind unit = kind(debit.path("unit"));
            debits.addObject()
                    .put("bucket", debit.path("bucket").asInt())
                    .put("amount", amount(debit.path("amount").asLong(), unit, currency))
                    .put("units", number(debit, "units"))
                    .put("balanceAfter", amount(debit.path("balance_after").asLong(), unit, currency));
        }
        return debits;
    }

    /** An array in files, its text in the table. */
    private static JsonNode parsed(JsonNode debits) {
        try {
            return debits.isTextual() ? JSON.readTree(debits.textValue()) : debits;
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.arrayNode(); // somebody else has written the row
        }
    }

    private static String amount(long amount, UnitKind unit, String currency) {
        return unit == UnitKind.MONEY
                ? Money.text(amount) + currency
                : amount + (unit == null ? "" : " " + unit.symbol());
    }

    private Optional<PriceExplanation> explanation(JsonNode record) {
        JsonNode units = record.path("service_total_units");
        JsonNode total = record.path("service_total_micros");
        JsonNode rated = record.path("rated_at");
        if (!units.isNumber() || !total.isNumber() || !rated.isTextual()) {
            return Optional.empty();
        }
        long ratedMs = OffsetDateTime.parse(rated.textValue()).toInstant().toEpochMilli();
        return tariff(record.path("tariff").asText(""), ratedMs)
                .filter(tariff -> tariff.unit() == kind(record.path("charged_unit")))
                .map(tariff -> PriceExplanation.of(tariff, units.longValue(), false))
                .filter(price -> price.totalMicros() == total.longValue());
    }

    /** A tariff is named by its price alone, or by price and time band. */
    private Optional<Tariff> tariff(String name, long atMs) {
        int slash = name.lastIndexOf('/');
        List<String> prices = slash < 0 ? List.of(name) : List.of(name, name.substring(0, slash));
        return prices.stream()
                .map(price -> Optional.ofNullable(catalog.get().resume(RatingFunction.offerKey(price), atMs)))
                .flatMap(Optional::stream)
                .filter(tariff -> tariff.name().equals(name))
                .findFirst();
    }

    private static UnitKind kind(JsonNode word) {
        for (UnitKind kind : UnitKind.values()) {
            if (kind.name().equals(word.asText())) {
                return kind;
            }
        }
        return null;
    }

    private static String instant(JsonNode time) {
        return time.isTextual()
                ? OffsetDateTime.parse(time.textValue()).toInstant().toString()
                : null;
    }

    private static String text(JsonNode record, String key) {
        return record.path(key).isTextual() ? record.path(key).textValue() : null;
    }

    private static Long number(JsonNode record, String key) {
        return record.path(key).isNumber() ? Long.valueOf(record.path(key).longValue()) : null;
    }

    private static String money(JsonNode record, String key) {
        return record.path(key).isNumber()
                ? Money.text(record.path(key).longValue())
                        + record.path("currency").asText("")
                : null;
    }
}

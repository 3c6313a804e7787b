package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The last charges of a subscriber, each with how it comes about as far as that can be told. */
final class ChargesPart {
    private final Map<Integer, String> bucketNames;

    /** @param bucketNames by number, of the buckets that the account has now */
    ChargesPart(Map<Integer, String> bucketNames) {
        this.bucketNames = bucketNames;
    }

    /** @param answer {@code /admin/v1/subscribers/{identity}/charges} */
    Html of(JsonNode answer) {
        Html html = new Html().element("p", Texts.of(answer.path("note")), "class", "hint");
        Grid grid = new Grid(
                "Last charges, the newest first",
                "No charge was found.",
                List.of("When", "What", "Tariff", "Units", "Charged", "How it comes about"));
        for (JsonNode charge : answer.path("charges")) {
            grid.row(Texts.time(charge.path("at")))
                    .cell(what(charge))
                    .cell(Texts.of(charge.path("tariff")))
                    .number(units(charge))
                    .number(Texts.of(charge.path("charged")))
                    .cell(how(charge));
        }
        return html.add(grid.end());
    }

    private static String what(JsonNode charge) {
        if (charge.path("reason").isTextual()) {
            return charge.path("reason").textValue()
                    + (charge.path("reference").isTextual()
                            ? ": " + charge.path("reference").textValue()
                            : "");
        }
        String group = charge.path("ratingGroup").isNull() ? "" : ", Rating-Group " + charge.path("ratingGroup");
        return charge.path("requestType").asText("") + group;
    }

    private static String units(JsonNode charge) {
        return charge.path("units").isNull()
                ? "–"
                : Texts.count(charge.path("units")) + " " + charge.path("unit").asText("");
    }

    private Html how(JsonNode charge) {
        Html html = new Html().open("details").element("summary", summary(charge));
        if (!charge.path("debits").isEmpty()) {
            html.open("ul");
            charge.path("debits").forEach(debit -> html.element("li", debit(debit)));
            html.close();
        }
        if (!charge.path("explanation").isEmpty()) {
            html.element("p", "The price of this service in the session so far, " + total(charge) + ":")
                    .open("ul");
            charge.path("explanation").forEach(line -> html.element("li", line(line)));
            html.close();
        }
        if (charge.path("sessionId").isTextual()) {
            String id = charge.path("sessionId").textValue();
            html.element("p", "Session " + id + ", record " + charge.path("recordNumber"));
        }
        return html.close();
    }

    private static String summary(JsonNode charge) {
        if (!charge.path("explanation").isEmpty()) {
            return "Price and payment";
        }
        return charge.path("debits").isEmpty() ? "Record" : "Payment";
    }

    private static String total(JsonNode charge) {
        return Texts.count(charge.path("serviceTotalUnits")) + " "
                + charge.path("unit").asText("") + " for " + Texts.of(charge.path("serviceTotal"));
    }

    private String debit(JsonNode debit) {
        int bucket = debit.path("bucket").asInt();
        return bucketNames.getOrDefault(bucket, "a bucket that is no more") + " (bucket " + bucket + ") pays "
                + Texts.of(debit.path("amount")) + ", then has " + Texts.of(debit.path("balanceAfter"));
    }

    private static String line(JsonNode line) {
        String amount = line.path("amount").asText("");
        return line.path("rule").asText() + ": " + line.path("text").asText()
                + (amount.isEmpty() ? "" : " = " + amount);
    }
}

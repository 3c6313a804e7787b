package io.ocs.server.rate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.core.UnitKind;
import io.ocs.rating.rate.PriceExplanation.Line;
import io.ocs.rating.rate.PriceSelector.Trial;
import io.ocs.server.rate.RatingAnswer.Part;
import io.ocs.server.rate.RatingAnswer.Payment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** A rating answer as text for people and as JSON. */
public final class RatingReport {

    private final RatingAnswer answer;
    private final boolean explain;

    /** @param explain whether to tell how the price comes about */
    public RatingReport(RatingAnswer answer, boolean explain) {
        this.answer = answer;
        this.explain = explain;
    }

    /** @param zone clock of the instants shown */
    public String text(ZoneId zone) {
        StringBuilder text = new StringBuilder();
        if (explain) {
            text.append("Prices of the offer:\n");
            for (Trial trial : answer.trials()) {
                text.append("  ")
                        .append(trial.plan().name())
                        .append(trial.refusal() == null ? ": applies" : ": " + trial.refusal())
                        .append('\n');
            }
        }
        for (Part part : answer.parts()) {
            text.append(part.tariff())
                    .append(" from ")
                    .append(Instant.ofEpochMilli(part.fromMs())
                            .atZone(zone)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toOffsetDateTime())
                    .append(", ")
                    .append(part.units())
                    .append(' ')
                    .append(part.unit().symbol())
                    .append('\n');
            if (explain && part.price() != null) {
                part.price().lines().forEach(line -> text.append(line(line)));
            }
        }
        for (Payment payment : answer.payments()) {
            text.append("  paid by ").append(payment.bucket()).append(": ").append(amount(payment));
            text.append(payment.units() > 0 ? " for " + payment.units() + " units" : "");
            text.append(payment.balanceAfter() == null ? "" : ", then left: " + balance(payment))
                    .append('\n');
        }
        return text.append(result()).toString();
    }

    private static String line(Line line) {
        return "  %-13s %s%s%n"
                .formatted(line.rule(), line.text(), line.amount().isEmpty() ? "" : ": " + line.amount());
    }

    private String result() {
        if (!answer.isRated()) {
            return "No price of the offer applies: the request is answered DIAMETER_RATING_FAILED (5031).";
        }
        String total = "Total: " + new Money(answer.chargedMicros(), answer.currency());
        return answer.isCovered()
                ? total
                : total + ", more than the account has: units are granted for what is there only";
    }

    private static String amount(Payment payment) {
        return payment.kind() == UnitKind.MONEY
                ? Money.text(payment.amount())
                : payment.amount() + " " + payment.kind().symbol();
    }

    private static String balance(Payment payment) {
        return payment.kind() == UnitKind.MONEY
                ? Money.text(payment.balanceAfter())
                : Long.toString(payment.balanceAfter());
    }

    /** Amounts of money are decimal text in the offer's currency. */
    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("rated", answer.isRated());
        json.put("currency", answer.currency().getCurrencyCode());
        json.put("total", Money.text(answer.chargedMicros()));
        json.put("covered", answer.isCovered());
        if (explain) {
            ArrayNode prices = json.putArray("prices");
            answer.trials().forEach(trial -> prices.addObject()
                    .put("name", trial.plan().name())
                    .put("applies", trial.refusal() == null)
                    .put("why", trial.refusal()));
        }
        ArrayNode parts = json.putArray("parts");
        answer.parts().forEach(part -> addPart(parts, part));
        ArrayNode payments = json.putArray("payments");
        answer.payments().forEach(payment -> payments.addObject()
                .put("bucket", payment.bucket())
                .put("amount", amount(payment))
                .put("units", payment.units())
                .put("left", payment.balanceAfter() == null ? null : balance(payment)));
        return json;
    }

    private void addPart(ArrayNode parts, Part part) {
        ObjectNode json = parts.addObject()
                .put("tariff", part.tariff())
                .put("from", Instant.ofEpochMilli(part.fromMs()).toString())
                .put("units", part.units())
                .put("unit", part.unit().symbol());
        if (explain && part.price() != null) {
            ArrayNode steps = json.putArray("steps");
            part.price().lines().forEach(line -> steps.addObject()
                    .put("rule", line.rule())
                    .put("text", line.text())
                    .put("amount", line.amount().isEmpty() ? null : line.amount()));
        }
    }
}

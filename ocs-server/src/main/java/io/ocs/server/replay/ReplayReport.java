package io.ocs.server.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.replay.ReplaySums.Customer;
import io.ocs.server.replay.ReplaySums.Sum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a replay, as text for people and as JSON. Amounts are exact decimals. */
public final class ReplayReport {

    private static final int DECIMALS = 6;
    private static final int DECIMALS_SHOWN = 2;

    private final ReplaySums sums;

    public ReplayReport(ReplaySums sums) {
        this.sums = sums;
    }

    /** @param shown how many customers are listed at most */
    public String text(int shown) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Sum> entry : sums.currencies().entrySet()) {
            Sum sum = entry.getValue();
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %,d records, charged %s, under the other catalogue %s, difference %s%s%n",
                    entry.getKey(),
                    sum.records(),
                    money(sum.chargedMicros()),
                    money(sum.replayedMicros()),
                    signed(sum.differenceMicros()),
                    sum.unpriced() == 0
                            ? ""
                            : String.format(Locale.ROOT, "; %,d records would have no price (5031)", sum.unpriced())));
        }
        List<Customer> changed = sums.changed();
        text.append(String.format(
                Locale.ROOT, "%,d of %,d customers would pay something else.%n", changed.size(), sums.customers()));
        changed.stream().limit(shown).forEach(customer -> text.append(line(customer)));
        if (changed.size() > shown) {
            text.append(String.format(Locale.ROOT, "  %,d more: see --output json%n", changed.size() - shown));
        }
        return text.toString().stripTrailing();
    }

    private static String line(Customer customer) {
        Sum sum = customer.sum();
        return String.format(
                Locale.ROOT,
                "  %-20s %s: %s -> %s (%s)%n",
                customer.customer(),
                customer.currency(),
                money(sum.chargedMicros()),
                money(sum.replayedMicros()),
                signed(sum.differenceMicros()));
    }

    /** With all customers for whom something changes. */
    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode currencies = json.putArray("currencies");
        sums.currencies().forEach((currency, sum) -> put(currencies.addObject().put("currency", currency), sum));
        json.put("customers", sums.customers());
        ArrayNode changed = json.putArray("changed");
        sums.changed()
                .forEach(customer -> put(
                        changed.addObject().put("customer", customer.customer()).put("currency", customer.currency()),
                        customer.sum()));
        return json;
    }

    private static void put(ObjectNode json, Sum sum) {
        json.put("records", sum.records())
                .put("unpriced", sum.unpriced())
                .put("charged", money(sum.chargedMicros()))
                .put("replayed", money(sum.replayedMicros()))
                .put("difference", money(sum.differenceMicros()));
    }

    private static String money(BigInteger micros) {
        BigDecimal bare = new BigDecimal(micros, DECIMALS).stripTrailingZeros();
        return (bare.scale() < DECIMALS_SHOWN ? bare.setScale(DECIMALS_SHOWN) : bare).toPlainString();
    }

    private static String signed(BigInteger micros) {
        return (micros.signum() > 0 ? "+" : "") + money(micros);
    }
}

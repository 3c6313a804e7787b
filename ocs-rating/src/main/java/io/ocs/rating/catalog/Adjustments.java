package io.ocs.rating.catalog;

import io.ocs.rating.rate.Adjustment;
import io.ocs.rating.rate.Tax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads discounts and taxes. */
final class Adjustments {

    private static final List<String> DISCOUNT_KEYS = List.of("name", "percent", "amount");
    private static final List<String> TAX_KEYS = List.of("included", "rates");
    private static final List<String> RATE_KEYS = List.of("name", "percent");

    private Adjustments() {}

    /** The block {@code discounts}, in its order; {@code absent} if there is none. */
    static List<Adjustment> discounts(Fields fields, List<Adjustment> absent) {
        if (!fields.has("discounts")) {
            return absent;
        }
        List<Adjustment> discounts = new ArrayList<>();
        for (YamlNode.Mapping block : fields.blocks("discounts")) {
            Fields discount = new Fields(block, fields.problems(), "a discount", DISCOUNT_KEYS);
            String name = discount.name().name();
            Long millionths = discount.value("percent", null, Texts::millionths);
            Long nanos = discount.value("amount", null, Texts::nanos);
            if (discount.has("percent") == discount.has("amount")) {
                fields.problems().add(discount.at(), "a discount has 'percent' or 'amount', one of them");
            } else if (millionths != null) {
                discounts.add(Adjustment.discount(name + " -" + percent(millionths), millionths));
            } else if (nanos != null) {
                discounts.add(Adjustment.discountNanos(name + " per session", nanos));
            }
        }
        return discounts;
    }

    /** The block {@code tax}. */
    static Tax tax(Fields fields, Tax absent) {
        Fields block = fields.block("tax", "'tax'", TAX_KEYS);
        if (block == null) {
            return absent;
        }
        Boolean included = block.required("included", Texts::answer);
        List<Tax.Rate> rates = new ArrayList<>();
        for (YamlNode.Mapping rate : block.blocks("rates")) {
            Fields one = new Fields(rate, fields.problems(), "a tax rate", RATE_KEYS);
            String name = one.name().name();
            Long millionths = one.required("percent", Texts::millionths);
            if (millionths != null) {
                rates.add(new Tax.Rate(name, millionths));
            }
        }
        if (!block.has("rates")) {
            fields.problems().add(block.at(), "'tax' needs the key 'rates'");
        }
        return new Tax(included == null || included, rates);
    }

    /** Discounts, then the taxes that come on top. */
    static List<Adjustment> all(List<Adjustment> discounts, Tax tax) {
        if (tax.included() || tax.rates().isEmpty()) {
            return discounts;
        }
        List<Adjustment> all = new ArrayList<>(discounts);
        String names = tax.rates().stream()
                .map(rate -> rate.name() + " +" + percent(rate.millionths()))
                .collect(Collectors.joining(", "));
        all.add(Adjustment.tax(names, tax.millionths()));
        return all;
    }

    private static String percent(long millionths) {
        return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
    }
}

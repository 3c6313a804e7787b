package io.ocs.rating.catalog;

import io.ocs.rating.rate.Adjustment;
import io.ocs.rating.rate.Tax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads discounts and taxes. */
final class Adjustments {

    private static final List<String> DISCOUNT_KEYS = List.of("name", "percent", "amount", "valid-from", "valid-until");
    private static final List<String> TAX_KEYS = List.of("included", "rates", "rounding");
    private static final Map<String, Boolean> ROUNDINGS = Map.of("line", true, "charge", false);
    private static final List<String> RATE_KEYS = List.of("name", "percent");

    private Adjustments() {}

    /** The block {@code discounts}, in its order; {@code absent} if there is none. */
    static List<Discount> discounts(Fields fields, List<Discount> absent) {
        if (!fields.has("discounts")) {
            return absent;
        }
        List<Discount> discounts = new ArrayList<>();
        for (YamlNode.Mapping block : fields.blocks("discounts")) {
            Fields discount = new Fields(block, fields.problems(), "a discount", DISCOUNT_KEYS);
            Adjustment adjustment = discount(discount);
            Long fromDay = discount.value("valid-from", null, Texts::day);
            Long untilDay = discount.value("valid-until", null, Texts::day);
            if (fromDay != null && untilDay != null && fromDay >= untilDay) {
                fields.problems().add(discount.at("valid-until"), "'valid-until' is not behind 'valid-from'");
            } else if (adjustment != null) {
                discounts.add(new Discount(adjustment, fromDay, untilDay));
            }
        }
        return discounts;
    }

    /** Null if it is not sound. */
    private static Adjustment discount(Fields discount) {
        String name = discount.name().name();
        Long millionths = discount.value("percent", null, Texts::millionths);
        Long nanos = discount.value("amount", null, Texts::nanos);
        if (discount.has("percent") == discount.has("amount")) {
            discount.problems().add(discount.at(), "a discount has 'percent' or 'amount', one of them");
            return null;
        }
        return millionths != null
                ? Adjustment.discount(name + " -" + percent(millionths), millionths)
                : nanos == null ? null : Adjustment.discountNanos(name + " per session", nanos);
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
        boolean byLine = block.value("rounding", false, text -> Texts.word(text, ROUNDINGS, "rounding of taxes"));
        if (byLine && Boolean.TRUE.equals(included)) {
            fields.problems()
                    .add(
                            block.at("rounding"),
                            "'rounding: line' is for taxes that are not included: nothing is added here");
        }
        return new Tax(included == null || included, rates, byLine && Boolean.FALSE.equals(included));
    }

    /** Discounts that hold on a day, then the taxes that come on top and are rounded with the rest. */
    static List<Adjustment> all(List<Discount> written, long day, Tax tax) {
        List<Adjustment> discounts = written.stream()
                .filter(discount -> discount.holdsOn(day))
                .map(Discount::adjustment)
                .toList();
        if (tax.included() || tax.byLine() || tax.rates().isEmpty()) {
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

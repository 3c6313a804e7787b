package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.FirstStep;
import io.ocs.rating.rate.Price;
import java.util.List;

/** What a price or one of its bands says about money; null where it says nothing. Amounts are 10⁻⁹ of the currency. */
record Terms(Long setUp, Long amount, Long per, Long step, FirstStep first, Long flat) {

    /** Of a service that is not charged. */
    static final Terms NOTHING = new Terms(null, null, null, null, null, 0L);

    static final List<String> KEYS = List.of("amount", "per", "step", "set-up", "first-step", "flat");
    private static final List<String> USAGE_KEYS = List.of("amount", "per", "step", "set-up", "first-step");
    private static final List<String> FIRST_STEP_KEYS = List.of("units", "amount");

    static Terms read(Fields fields, UnitKind unit) {
        if (fields.has("flat")) {
            USAGE_KEYS.stream().filter(fields::has).forEach(key -> fields.problems()
                    .add(
                            fields.at(key),
                            "'" + key + "' makes no sense beside 'flat': one amount for the whole session"));
        }
        return new Terms(
                fields.value("set-up", null, Texts::nanos),
                fields.value("amount", null, Texts::nanos),
                fields.value("per", null, text -> Texts.units(text, unit)),
                fields.value("step", null, text -> Texts.units(text, unit)),
                firstStep(fields, unit),
                fields.value("flat", null, Texts::nanos));
    }

    private static FirstStep firstStep(Fields fields, UnitKind unit) {
        if (fields.node("first-step") instanceof YamlNode.Mapping) {
            Fields block = fields.block("first-step", "'first-step'", FIRST_STEP_KEYS);
            Long units = block.required("units", text -> Texts.units(text, unit));
            Long amount = block.required("amount", Texts::nanos);
            return units == null || amount == null ? null : new FirstStep(units, amount);
        }
        return fields.value(
                "first-step",
                null,
                text -> text.equals("none") ? FirstStep.NONE : FirstStep.of(Texts.units(text, unit)));
    }

    /** These terms, and those of the price as a whole where a band says nothing. */
    Terms orElse(Terms price) {
        if (flat != null) {
            return this;
        }
        return new Terms(
                either(setUp, price.setUp),
                either(amount, price.amount),
                either(per, price.per),
                either(step, price.step),
                either(first, price.first),
                amount == null ? price.flat : null);
    }

    /** These terms with the amount of a price's first tier. */
    Terms ofTier(TierModel first) {
        return new Terms(setUp, first.amount(), per == null ? first.per() : per, step, this.first, flat);
    }

    /** The first key that is missing for a complete price, or null. Events are charged one by one unless said otherwise. */
    String missing(UnitKind unit) {
        if (flat != null) {
            return null;
        }
        if (amount == null) {
            return "amount";
        }
        if (unit == UnitKind.SERVICE_SPECIFIC) {
            return null;
        }
        return per == null ? "per" : step == null ? "step" : null;
    }

    boolean mixesFlatWithOthers() {
        return flat != null && (setUp != null || per != null || step != null || first != null);
    }

    /** A flat price is a set-up fee and nothing more. */
    long setUpNanos() {
        return flat != null ? flat : either(setUp, 0L);
    }

    FirstStep firstStep() {
        return flat != null ? FirstStep.NONE : either(first, FirstStep.NONE);
    }

    Price price() {
        return flat != null ? Price.FREE : new Price(amount, either(per, 1L), either(step, 1L));
    }

    private static <T> T either(T own, T other) {
        return own == null ? other : own;
    }
}

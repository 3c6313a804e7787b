package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.Tier;
import io.ocs.rating.rate.Tiers;
import java.util.ArrayList;
import java.util.List;

/** A tier of a price as written: {@code graduated-tiers} or {@code volume-tiers}. Null where it says nothing. */
record TierModel(Location at, Long upTo, Long amount, Long per) {

    static final String GRADUATED = "graduated-tiers";
    static final String VOLUME = "volume-tiers";

    private static final List<String> KEYS = List.of("up-to", "amount", "per");

    /** All tiers of a price; empty if it has none. */
    static List<TierModel> read(Fields price, UnitKind unit) {
        List<TierModel> tiers = new ArrayList<>();
        for (String key : List.of(GRADUATED, VOLUME)) {
            for (YamlNode.Mapping block : price.blocks(key)) {
                Fields tier = new Fields(block, price.problems(), "a tier", KEYS);
                tiers.add(new TierModel(
                        tier.at(),
                        tier.value("up-to", null, text -> Texts.units(text, unit)),
                        tier.required("amount", Texts::nanos),
                        tier.value("per", null, text -> Texts.units(text, unit))));
            }
        }
        if (price.has(GRADUATED) && price.has(VOLUME)) {
            price.problems().add(price.at(VOLUME), "a price has '" + GRADUATED + "' or '" + VOLUME + "', not both");
        }
        for (String key : List.of("amount", "flat", "bands")) {
            if (!tiers.isEmpty() && price.has(key)) {
                price.problems()
                        .add(
                                price.at(key),
                                key.equals("bands")
                                        ? "tiers and 'bands' do not go together: a price begins anew at each switch"
                                        : "'" + key + "' makes no sense beside tiers: each tier has its amount");
            }
        }
        return tiers;
    }

    /** The tiers compiled; null, and problems, if their ends are wrong. */
    static Tiers compile(PriceModel price, Terms terms, Problems problems) {
        int before = problems.count();
        List<Tier> tiers = new ArrayList<>();
        long step = terms.price().stepUnits();
        long first = terms.firstStep().units();
        long begin = 0;
        for (int i = 0; i < price.tiers().size(); i++) {
            TierModel tier = price.tiers().get(i);
            boolean last = i + 1 == price.tiers().size();
            long end = tier.upTo == null ? Long.MAX_VALUE : tier.upTo;
            if (last != (tier.upTo == null)) {
                problems.add(tier.at, last ? "the last tier has no 'up-to'" : "only the last tier is without 'up-to'");
            } else if (end <= begin || end < first) {
                problems.add(
                        tier.at,
                        "a tier ends behind the tier before it and behind the first step, not at " + end + " "
                                + price.unit().symbol());
            } else if (!last && (end % step != 0 || first % step != 0)) {
                problems.add(
                        tier.at,
                        "a tier ends with a step: " + end + " is not a multiple of the step of " + step + " "
                                + price.unit().symbol()
                                + (first % step == 0 ? "" : ", nor is the first step of " + first));
            }
            begin = end;
            long per = tier.per == null ? terms.price().perUnits() : tier.per;
            tiers.add(new Tier(end, tier.amount == null ? 0 : tier.amount, per));
        }
        return problems.count() > before ? null : new Tiers(price.tierKind(), tiers);
    }
}

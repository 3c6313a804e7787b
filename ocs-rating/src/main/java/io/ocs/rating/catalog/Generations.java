package io.ocs.rating.catalog;

import io.ocs.rating.catalog.OfferSale.AppliesTo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Generations of offers: who took an offer keeps the terms of the generation that was sold then, until the catalogue says that others apply to all.
 * Subscribers have an offer under the name of its generation.
 */
final class Generations {

    private final Problems problems;

    Generations(Problems problems) {
        this.problems = problems;
    }

    /** All offers as subscribers have them: earlier generations to which other terms apply now have those under their own name. */
    List<OfferModel> expand(List<OfferModel> models) {
        Map<String, List<OfferModel>> byProduct = new LinkedHashMap<>();
        List<OfferModel> all = new ArrayList<>(models);
        for (OfferModel model : models) {
            if (!model.sale().product().isMissing()) {
                byProduct
                        .computeIfAbsent(model.sale().product().name(), name -> new ArrayList<>())
                        .add(model);
            }
            for (Named earlier : model.sale().generations()) {
                all.add(model.as(model.sale().ofEarlier(earlier)));
            }
        }
        byProduct.values().stream().filter(same -> same.size() > 1).forEach(this::check);
        return all;
    }

    private void check(List<OfferModel> generations) {
        OfferModel sold = null;
        for (int i = 0; i < generations.size(); i++) {
            OfferModel model = generations.get(i);
            AppliesTo to = model.sale().appliesTo();
            OfferModel first = generations.get(i == 0 ? 1 : 0);
            if (to == AppliesTo.ALL && !sameName(model, first)) {
                problems.add(
                        Rule.GENERATION_CLASH,
                        model.name().at(),
                        "offer " + model.sale().product() + " applies to all, and another generation of it stands in "
                                + where(first) + ": write 'applies-to: new' or 'existing', or drop the other one",
                        "a subscriber of offer " + first.name() + " has two price lists");
            }
            if (to == AppliesTo.NEW && sold != null) {
                problems.add(
                        Rule.GENERATION_CLASH,
                        model.name().at(),
                        "two generations of offer " + model.sale().product()
                                + " apply to new subscribers; the other one stands in " + where(sold),
                        "somebody who takes offer " + model.sale().product() + " gets two price lists");
            }
            sold = to == AppliesTo.NEW ? model : sold;
        }
    }

    /** Which is a problem of its own. */
    private static boolean sameName(OfferModel one, OfferModel other) {
        return one.name().name().equals(other.name().name());
    }

    private static String where(OfferModel model) {
        return model.name().at().file() + ":" + model.name().at().line();
    }
}

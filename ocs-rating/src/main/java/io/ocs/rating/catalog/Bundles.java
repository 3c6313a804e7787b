package io.ocs.rating.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Puts offers together: an offer has its own prices and allowances, and those of the offers that it includes; its own take the place of
 * included ones of the same name. What is left are the offers that can be sold, each complete in itself.
 */
final class Bundles {

    private final Map<String, OfferModel> byName = new TreeMap<>();
    private final List<OfferModel> models;
    private final Problems problems;
    private final Set<String> included = new LinkedHashSet<>();

    Bundles(List<OfferModel> models, Problems problems) {
        this.models = models;
        this.problems = problems;
        for (OfferModel model : models) {
            OfferModel other = model.name().isMissing()
                    ? null
                    : byName.putIfAbsent(model.name().name(), model);
            if (other != null) {
                problems.add(
                        Rule.NAME_TWICE,
                        model.name().at(),
                        "there is an offer " + model.name() + " already, in "
                                + other.name().at().file() + ":"
                                + other.name().at().line(),
                        null);
            }
        }
    }

    /** All offers that can be sold by themselves, in their order. */
    List<OfferModel> sellable() {
        List<OfferModel> complete = new ArrayList<>();
        for (OfferModel model : models) {
            OfferModel expanded = expand(model, new LinkedHashSet<>());
            if (!model.isAddOn()) {
                complete.add(expanded);
            }
        }
        return complete;
    }

    /** Add-ons that nothing includes. */
    void review() {
        for (OfferModel model : models) {
            if (model.isAddOn() && !included.contains(model.name().name())) {
                problems.warn(
                        Rule.ADD_ON_UNUSED,
                        model.name().at(),
                        "add-on " + model.name() + " is included by no offer, and cannot be sold by itself",
                        null);
            }
        }
    }

    private OfferModel expand(OfferModel offer, Set<String> path) {
        path.add(offer.name().name());
        Map<String, PriceModel> prices = new LinkedHashMap<>();
        Map<String, AllowanceModel> allowances = new LinkedHashMap<>();
        Map<String, CounterModel> counters = new LinkedHashMap<>();
        Map<String, NotificationModel> notifications = new LinkedHashMap<>();
        for (Named name : offer.includes()) {
            OfferModel part = byName.get(name.name());
            if (part == null) {
                problems.add(
                        Rule.NAME,
                        name.at(),
                        "there is no offer " + name + Nearest.hint(name.name(), byName.keySet()),
                        null);
            } else if (path.contains(name.name())) {
                problems.add(
                        Rule.CYCLE,
                        name.at(),
                        "offer " + offer.name() + " includes itself: " + String.join(" → ", path) + " → " + name.name(),
                        null);
            } else {
                included.add(name.name());
                OfferModel complete = expand(part, new LinkedHashSet<>(path));
                add(offer, name, complete, prices, allowances);
                complete.counters()
                        .forEach(model -> counters.putIfAbsent(model.name().name(), model));
                complete.notifications()
                        .forEach(model -> notifications.putIfAbsent(model.name().name(), model));
            }
        }
        return offer.with(
                merged(offer.allowances(), allowances, model -> model.name().name()),
                merged(offer.counters(), counters, model -> model.name().name()),
                merged(offer.notifications(), notifications, model -> model.name()
                        .name()),
                merged(offer.prices(), prices, model -> model.name().name()));
    }

    private void add(
            OfferModel offer,
            Named name,
            OfferModel part,
            Map<String, PriceModel> prices,
            Map<String, AllowanceModel> allowances) {
        if (part.currency() != null
                && offer.currency() != null
                && !part.currency().equals(offer.currency())) {
            problems.add(
                    Rule.CURRENCY_MISMATCH,
                    name.at(),
                    "offer " + name + " is in " + part.currency() + " and offer " + offer.name() + " in "
                            + offer.currency(),
                    "a session of offer " + offer.name() + " at a price of " + name
                            + " would be charged in the wrong currency");
        }
        Set<String> ownPrices =
                names(offer.prices().stream().map(PriceModel::name).toList());
        Set<String> ownAllowances =
                names(offer.allowances().stream().map(AllowanceModel::name).toList());
        for (PriceModel price : part.prices()) {
            if (prices.putIfAbsent(price.name().name(), price) != null
                    && !ownPrices.contains(price.name().name())) {
                reportTwice("price", price.name(), name, offer);
            }
        }
        for (AllowanceModel allowance : part.allowances()) {
            if (allowances.putIfAbsent(allowance.name().name(), allowance) != null
                    && !ownAllowances.contains(allowance.name().name())) {
                reportTwice("allowance", allowance.name(), name, offer);
            }
        }
    }

    private void reportTwice(String what, Named thing, Named part, OfferModel offer) {
        problems.add(
                Rule.NAME_TWICE,
                part.at(),
                "two of the offers that " + offer.name() + " includes have a" + (what.equals("price") ? " " : "n ")
                        + what + " " + thing + ": rename one, or give " + offer.name() + " its own",
                null);
    }

    private static Set<String> names(List<Named> named) {
        Set<String> names = new LinkedHashSet<>();
        named.forEach(name -> names.add(name.name()));
        return names;
    }

    /** Own ones first, then those included ones whose names are not taken. */
    private static <T> List<T> merged(List<T> own, Map<String, T> included, Function<T, String> nameOf) {
        List<T> all = new ArrayList<>(own);
        own.forEach(model -> included.remove(nameOf.apply(model)));
        all.addAll(included.values());
        return all;
    }
}

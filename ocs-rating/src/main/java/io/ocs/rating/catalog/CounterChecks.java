package io.ocs.rating.catalog;

import io.ocs.core.charging.Counter;
import io.ocs.core.charging.Counter.Counts;
import io.ocs.core.charging.Notices;
import io.ocs.core.journal.NotificationRecord.Subject;
import io.ocs.core.state.CounterEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks counters and notifications of an offer with its prices and allowances, and counters of all offers with each other. */
final class CounterChecks {

    private final Problems problems;
    private final Map<String, CounterModel> counters = new HashMap<>();

    CounterChecks(Problems problems) {
        this.problems = problems;
    }

    void check(OfferModel offer) {
        Map<String, PriceModel> prices = new TreeMap<>();
        offer.prices().forEach(price -> prices.put(price.name().name(), price));
        for (CounterModel model : offer.counters()) {
            check(model, prices);
        }
        checkCount(offer.counters(), true);
        checkCount(offer.counters(), false);
        offer.prices().forEach(price -> checkTiers(price, offer.counters()));
        if (offer.notifications().size() > Notices.THRESHOLDS_MAX) {
            problems.add(offer.name().at(), "an offer has at most " + Notices.THRESHOLDS_MAX + " notifications");
        }
        offer.notifications().forEach(model -> check(model, offer));
    }

    private void checkCount(List<CounterModel> models, boolean ofAccount) {
        List<CounterModel> some = models.stream()
                .filter(model -> model.counter().ofAccount() == ofAccount)
                .toList();
        if (some.size() > CounterEntry.COUNTERS_MAX) {
            problems.add(
                    some.get(CounterEntry.COUNTERS_MAX).name().at(),
                    "an offer has at most " + CounterEntry.COUNTERS_MAX + " counters per "
                            + (ofAccount ? "account" : "subscriber"));
        }
    }

    private void check(CounterModel model, Map<String, PriceModel> prices) {
        CounterModel other = counters.putIfAbsent(model.name().name(), model);
        if (other != null && !other.name().at().equals(model.name().at()) && !isAlike(other, model)) {
            problems.add(
                    model.name().at(),
                    "counter " + model.name() + " counts something else in another offer, in "
                            + other.name().at().file() + ":" + other.name().at().line());
        }
        for (Named name : model.prices()) {
            PriceModel price = prices.get(name.name());
            if (price == null) {
                unknown("price", name, prices.keySet());
            } else if (model.unit() != null && model.unit() != price.unit()) {
                problems.add(
                        name.at(),
                        "price " + name + " counts " + price.unit().symbol() + " and counter " + model.name() + " "
                                + model.unit().symbol());
            }
        }
        if (prices.values().stream().noneMatch(model::counts)) {
            problems.add(
                    model.name().at(),
                    "counter " + model.name() + " counts nothing: no price of the offer has its unit");
        }
    }

    private static boolean isAlike(CounterModel one, CounterModel other) {
        Counter a = one.counter();
        Counter b = other.counter();
        return a.counts() == b.counts()
                && a.ofAccount() == b.ofAccount()
                && one.unit() == other.unit()
                && a.period().equals(b.period());
    }

    /** Tiers by a counter: one price for all that is used in the period. What is counted by session does not go with it. */
    private void checkTiers(PriceModel price, List<CounterModel> models) {
        Named by = price.tiersBy();
        if (by == null) {
            return;
        }
        CounterModel model = models.stream()
                .filter(one -> one.name().name().equals(by.name()))
                .findFirst()
                .orElse(null);
        if (model == null) {
            unknown("counter", by, models.stream().map(one -> one.name().name()).toList());
        } else if (model.counter().counts() != Counts.PAID_USAGE || !model.counts(price)) {
            problems.add(by.at(), "tiers go by a counter of 'paid-usage' that counts this price; " + by + " does not");
        }
        if (price.tiers().isEmpty()) {
            problems.add(by.at(), "'tiers-by' makes no sense without tiers");
        }
        if (price.countsTheSession() || price.terms().firstStep().units() > 0) {
            problems.add(
                    by.at(),
                    "tiers by a counter do not go together with 'first-step', 'minimum-cost', 'maximum-cost' and discounts of "
                            + "an amount, which are counted by session");
        }
    }

    private void check(NotificationModel model, OfferModel offer) {
        if (model.of() == null) {
            if (model.isPercent()) {
                problems.add(model.name().at(), "a percentage of a balance says nothing: name an amount of money");
            }
            return;
        }
        if (model.subject() == Subject.ALLOWANCE) {
            List<String> names = offer.allowances().stream()
                    .map(allowance -> allowance.name().name())
                    .toList();
            if (!names.contains(model.of().name())) {
                unknown("allowance", model.of(), names);
            }
            return;
        }
        CounterModel counter = offer.counters().stream()
                .filter(one -> one.name().name().equals(model.of().name()))
                .findFirst()
                .orElse(null);
        if (counter == null) {
            unknown(
                    "counter",
                    model.of(),
                    offer.counters().stream().map(one -> one.name().name()).toList());
        } else if (model.isPercent() && counter.counter().limitMicros() == Long.MAX_VALUE) {
            problems.add(
                    model.name().at(),
                    "notification " + model.name() + " is a percentage of the limit of " + model.of()
                            + ", which has none");
        }
    }

    private void unknown(String what, Named name, Collection<String> known) {
        problems.add(
                Rule.NAME,
                name.at(),
                "there is no " + what + " " + name + " in this offer" + Nearest.hint(name.name(), known),
                null);
    }
}

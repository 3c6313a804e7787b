package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.core.state.AccountEntry;
import io.ocs.rating.rate.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Checks allowances and prices of an offer with each other, and allowances of all offers. */
final class OfferChecks {

    private final Map<String, HolidayModel> holidays;
    private final Problems problems;
    private final Map<String, AllowanceModel> allowances = new HashMap<>();

    OfferChecks(Map<String, HolidayModel> holidays, Problems problems) {
        this.holidays = holidays;
        this.problems = problems;
    }

    void check(OfferModel offer) {
        checkAllowances(offer);
        checkPrices(offer);
    }

    private void checkAllowances(OfferModel offer) {
        if (offer.allowances().size() >= AccountEntry.BUCKETS_MAX) {
            problems.add(
                    offer.allowances().get(AccountEntry.BUCKETS_MAX - 1).name().at(),
                    "an offer has at most " + (AccountEntry.BUCKETS_MAX - 1) + " allowances");
        }
        Map<String, Named> names = new HashMap<>();
        for (AllowanceModel model : offer.allowances()) {
            unique("allowance", model.name(), names);
            checkAllowance(offer, model);
        }
    }

    private void checkAllowance(OfferModel offer, AllowanceModel model) {
        UnitKind kind = model.allowance().kind();
        AllowanceModel other = allowances.putIfAbsent(model.name().name(), model);
        if (other != null && other.allowance().kind() != kind) {
            problems.add(model.name().at(), "allowance " + model.name() + " has another unit in another offer");
        }
        Map<String, PriceModel> prices = new TreeMap<>();
        offer.prices().forEach(price -> prices.put(price.name().name(), price));
        for (Named name : model.paysFor()) {
            PriceModel price = prices.get(name.name());
            if (price == null) {
                problems.add(
                        Rule.NAME,
                        name.at(),
                        "there is no price " + name + " in this offer" + Nearest.hint(name.name(), prices.keySet()),
                        null);
            } else if (!price.creditControlled()) {
                problems.add(
                        name.at(),
                        "price " + name + " is under no credit control, so allowance " + model.name()
                                + " cannot pay for it");
            } else if (price.unit() != kind) {
                problems.add(
                        name.at(),
                        "price " + name + " counts " + price.unit().symbol() + " and allowance " + model.name() + " "
                                + kind.symbol());
            }
        }
        if (prices.values().stream().noneMatch(price -> pays(model, price))) {
            problems.add(
                    Rule.ALLOWANCE_UNUSABLE,
                    model.name().at(),
                    "allowance " + model.name() + " pays for nothing: no price of the offer has its unit",
                    null);
        }
        if (model.allowance().validity() == null && model.allowance().expires() == null && !model.neverExpires()) {
            problems.warn(
                    Rule.ALLOWANCE_WITHOUT_EXPIRY,
                    model.name().at(),
                    "allowance " + model.name()
                            + " never expires: write 'validity: 30d' or 'expires: 2027-12-31'; 'expires: never' if that is meant",
                    "a subscriber who never uses it keeps it for ever");
        }
    }

    private void checkPrices(OfferModel offer) {
        Map<String, Named> names = new HashMap<>();
        for (PriceModel price : offer.prices()) {
            unique("price", price.name(), names);
            Map<String, Named> bandNames = new HashMap<>();
            price.bands().forEach(band -> unique("band", band.name(), bandNames));
            if (price.bands().size() > 1 && price.timeZone() == null) {
                problems.add(
                        price.name().at(),
                        "price " + price.name() + " has bands, so it or its offer needs a 'time-zone'");
            }
            if (price.bands().size() > 1 && price.countsTheSession()) {
                problems.add(
                        price.name().at(),
                        (price.limits().equals(Limits.NONE)
                                        ? "a discount of an amount per session"
                                        : price.limits().minimumMicros() > 0 ? "'minimum-cost'" : "'maximum-cost'")
                                + " and 'bands' do not go together: a price begins anew at each switch");
            }
            checkDates(price);
            if (!price.isRoundingStated() && price.creditControlled()) {
                problems.warn(
                        Rule.ROUNDING_UNSTATED,
                        price.name().at(),
                        "price " + price.name()
                                + " does not say how it is rounded: half-up at 6 decimals is taken; write "
                                + "'rounding' into the price or its offer",
                        price.match().example() + " is charged in fractions of the smallest coin");
            }
            checkLimits(price);
            checkHolidays(price);
        }
    }

    private void checkDates(PriceModel price) {
        boolean counts = price.countsTheSession() || !price.tiers().isEmpty();
        if (price.isDated() && price.timeZone() == null) {
            problems.add(
                    price.name().at(),
                    "price " + price.name()
                            + " has a discount that begins or ends on a day, so it or its offer needs a 'time-zone'");
        }
        if (price.isDated() && counts) {
            problems.add(
                    price.name().at(),
                    "price " + price.name()
                            + " has a discount that begins or ends on a day; that does not go together with tiers, 'minimum-cost', "
                            + "'maximum-cost' or discounts of an amount: a price begins anew at each switch");
        }
    }

    private void checkLimits(PriceModel price) {
        long quantum = price.rounding().quantumMicros();
        Limits limits = price.limits();
        boolean finer = limits.minimumMicros() % quantum != 0
                || (limits.maximumMicros() != Long.MAX_VALUE && limits.maximumMicros() % quantum != 0);
        if (finer) {
            problems.add(
                    price.name().at(),
                    "'minimum-cost' or 'maximum-cost' of price " + price.name()
                            + " has more decimals than its rounding, "
                            + price.rounding().decimals());
        }
    }

    private void checkHolidays(PriceModel price) {
        Named name = price.holidays();
        if (name != null && !holidays.containsKey(name.name())) {
            problems.add(
                    Rule.NAME,
                    name.at(),
                    "there is no list of holidays " + name + Nearest.hint(name.name(), holidays.keySet()),
                    null);
        }
    }

    private void unique(String what, Named name, Map<String, Named> seen) {
        Named other = name.isMissing() ? null : seen.putIfAbsent(name.name(), name);
        if (other != null) {
            problems.add(
                    Rule.NAME_TWICE,
                    name.at(),
                    "there is a" + (what.equals("allowance") ? "n " : " ") + what + " " + name + " already, in "
                            + other.at().file() + ":" + other.at().line(),
                    null);
        }
    }

    static boolean pays(AllowanceModel allowance, PriceModel price) {
        return price.creditControlled()
                && allowance.allowance().kind() == price.unit()
                && (allowance.paysFor().isEmpty()
                        || allowance.paysFor().stream().anyMatch(name -> name.name()
                                .equals(price.name().name())));
    }
}

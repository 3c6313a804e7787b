package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.state.AccountEntry;
import io.ocs.rating.rate.BandTerms;
import io.ocs.rating.rate.FirstStep;
import io.ocs.rating.rate.MatchRule;
import io.ocs.rating.rate.PayingAllowance;
import io.ocs.rating.rate.PlanTerms;
import io.ocs.rating.rate.PricePlan;
import io.ocs.rating.rate.PriceSelector;
import io.ocs.rating.rate.WeeklyPlan;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compiles offers; checks what can only be seen when all files are read. */
final class CatalogCompiler {

    private final ZonePlan zones;
    private final Problems problems;
    private final Map<String, AllowanceModel> allowances = new HashMap<>();
    private final Map<String, Named> offers = new TreeMap<>();

    CatalogCompiler(ZonePlan zones, Problems problems) {
        this.zones = zones;
        this.problems = problems;
    }

    /** An offer with its compiled prices. */
    record CompiledOffer(Offer offer, List<PricePlan> plans, PriceSelector selector) {}

    CompiledOffer compile(OfferModel model) {
        unique("offer", model.name(), offers);
        checkAllowances(model);
        checkPrices(model);
        TreeSet<String> zoneNames = new TreeSet<>();
        model.prices().forEach(price -> price.match().zones().stream()
                .filter(zones::knows)
                .forEach(zone -> zoneNames.add(zone.name())));
        List<PriceSelector.Entry> entries = new ArrayList<>();
        List<MatchRule> rules = new ArrayList<>();
        for (PriceModel price : model.prices()) {
            rules.add(rule(price.match(), List.copyOf(zoneNames), -1 - rules.size()));
            PricePlan plan = plan(model, price);
            if (plan != null) {
                entries.add(new PriceSelector.Entry(rules.get(rules.size() - 1), plan));
            }
        }
        checkClashes(model.prices(), rules);
        return new CompiledOffer(
                offer(model),
                entries.stream().map(PriceSelector.Entry::plan).toList(),
                new PriceSelector(entries, zones.table(zoneNames, model.name())));
    }

    private static Offer offer(OfferModel model) {
        return new Offer(
                model.name().name(),
                RatingFunction.offerKey(model.name().name()),
                model.description(),
                model.currency(),
                model.creditLimitMicros(),
                model.allowances().stream().map(AllowanceModel::allowance).toList());
    }

    /** @param unknown number for zones that do not exist, so that they clash with nothing */
    private static MatchRule rule(MatchModel match, List<String> zoneNames, int unknown) {
        Set<Integer> numbers = new HashSet<>();
        for (Named zone : match.zones()) {
            int number = zoneNames.indexOf(zone.name());
            numbers.add(number < 0 ? unknown : number);
        }
        return new MatchRule(match.services(), match.ratingGroups(), match.serviceIdentifiers(), numbers);
    }

    private void checkClashes(List<PriceModel> prices, List<MatchRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rules.get(i).clashesWith(rules.get(j))) {
                    problems.add(
                            prices.get(i).name().at(),
                            "price " + prices.get(i).name() + " and price "
                                    + prices.get(j).name() + " (line "
                                    + prices.get(j).name().at().line()
                                    + ") match the same requests, and neither is more specific");
                }
            }
        }
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
                        name.at(),
                        "there is no price " + name + " in this offer" + Nearest.hint(name.name(), prices.keySet()));
            } else if (price.unit() != kind) {
                problems.add(
                        name.at(),
                        "price " + name + " counts " + price.unit().symbol() + " and allowance " + model.name() + " "
                                + kind.symbol());
            }
        }
        if (prices.values().stream().noneMatch(price -> pays(model, price))) {
            problems.add(
                    model.name().at(),
                    "allowance " + model.name() + " pays for nothing: no price of the offer has its unit");
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
            if (price.bands().size() > 1 && price.maximumMicros() != Long.MAX_VALUE) {
                problems.add(
                        price.name().at(),
                        "'maximum-cost' and 'bands' do not go together: a price begins anew at each switch");
            }
        }
    }

    private void unique(String what, Named name, Map<String, Named> seen) {
        Named other = name.isMissing() ? null : seen.putIfAbsent(name.name(), name);
        if (other != null) {
            problems.add(
                    name.at(),
                    "there is a" + (what.equals("price") || what.equals("band") ? " " : "n ") + what + " " + name
                            + " already, in " + other.at().file() + ":"
                            + other.at().line());
        }
    }

    private static boolean pays(AllowanceModel allowance, PriceModel price) {
        return allowance.allowance().kind() == price.unit()
                && (allowance.paysFor().isEmpty()
                        || allowance.paysFor().stream().anyMatch(name -> name.name()
                                .equals(price.name().name())));
    }

    /** The compiled price, or null if it has problems. */
    private PricePlan plan(OfferModel offer, PriceModel price) {
        int before = problems.count();
        List<BandTerms> bands = bands(price);
        checkQuota(price, bands);
        WeeklyPlan week = price.bands().isEmpty()
                ? WeeklyPlan.always()
                : BandCompiler.compile(
                        price.name(),
                        price.bands(),
                        price.timeZone() == null ? ZoneOffset.UTC : price.timeZone(),
                        problems);
        if (problems.count() > before || offer.currency() == null) {
            return null;
        }
        try {
            return new PricePlan(terms(offer, price), bands, week);
        } catch (ArithmeticException e) {
            problems.add(
                    price.name().at(),
                    "price " + price.name() + " is too fine or too large to be computed exactly: "
                            + "take fewer decimals or fewer units in 'per'");
            return null;
        }
    }

    private static PlanTerms terms(OfferModel offer, PriceModel price) {
        List<PayingAllowance> payers = offer.allowances().stream()
                .filter(allowance -> pays(allowance, price))
                .map(allowance -> new PayingAllowance(allowance.allowance().key(), allowance.step()))
                .toList();
        return new PlanTerms(
                offer.name().name() + "/" + price.name().name(),
                price.unit(),
                offer.currency().getNumericCode(),
                price.rounding(),
                price.maximumMicros(),
                payers,
                price.quota().complete(offer.quota(), price.unit()));
    }

    /** The terms of each band; a price without bands has one without name. */
    private List<BandTerms> bands(PriceModel price) {
        List<BandTerms> bands = new ArrayList<>();
        if (price.bands().isEmpty()) {
            addBand(bands, "", price.name(), price.terms(), price.unit());
        }
        for (BandModel band : price.bands()) {
            addBand(bands, band.name().name(), band.name(), band.terms().orElse(price.terms()), price.unit());
        }
        return bands;
    }

    private void addBand(List<BandTerms> bands, String name, Named where, Terms terms, UnitKind unit) {
        String missing = terms.missing(unit);
        if (missing != null) {
            problems.add(
                    where.at(),
                    "the price in " + where + " is not complete: '" + missing + "' is missing"
                            + (missing.equals("amount") ? " (or 'flat')" : ""));
            return;
        }
        if (terms.mixesFlatWithOthers()) {
            problems.add(where.at(), "the price in " + where + " is flat, so it has no other amounts");
            return;
        }
        bands.add(new BandTerms(name, terms.setUpNanos(), terms.firstStep(), terms.price()));
    }

    private void checkQuota(PriceModel price, List<BandTerms> bands) {
        long max = price.quota().maxOf(price.unit());
        if (price.quota().presetExceedsMax(price.unit())) {
            problems.add(price.name().at(), "the quota of price " + price.name() + " has a default above its maximum");
        }
        for (BandTerms band : bands) {
            FirstStep first = band.firstStep();
            long step = first.units() > 0 ? first.units() : band.price().stepUnits();
            if (step > max) {
                problems.add(
                        price.name().at(),
                        "the maximum quota of price " + price.name() + ", " + max + " "
                                + price.unit().symbol() + ", is less than one step of " + step);
            }
        }
    }
}

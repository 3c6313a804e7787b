package io.ocs.rating.catalog;

import io.ocs.core.charging.Counter;
import io.ocs.core.charging.Fee;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Threshold;
import io.ocs.rating.catalog.OfferSale.AppliesTo;
import io.ocs.rating.rate.BandTerms;
import io.ocs.rating.rate.FirstStep;
import io.ocs.rating.rate.MatchRule;
import io.ocs.rating.rate.PayingAllowance;
import io.ocs.rating.rate.PlanTerms;
import io.ocs.rating.rate.PricePlan;
import io.ocs.rating.rate.PriceSelector;
import io.ocs.rating.rate.Tiers;
import io.ocs.rating.rate.TimePlan;
import io.ocs.rating.rate.WeeklyPlan;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compiles offers; checks what can only be seen when all files are read. */
final class CatalogCompiler {

    private final ZonePlan zones;
    private final Problems problems;
    private final OfferChecks checks;
    private final CounterChecks counterChecks;
    private final Reachability reachability;
    private final Map<String, HolidayModel> holidays;
    private final Set<String> usedZones = new HashSet<>();

    CatalogCompiler(ZonePlan zones, Map<String, HolidayModel> holidays, Problems problems) {
        this.zones = zones;
        this.holidays = holidays;
        checks = new OfferChecks(holidays, problems);
        counterChecks = new CounterChecks(problems);
        reachability = new Reachability(problems);
        this.problems = problems;
    }

    /** An offer with its compiled prices. */
    record CompiledOffer(
            Offer offer,
            List<PricePlan> plans,
            PriceSelector selector,
            List<Counter> counters,
            List<Threshold> thresholds,
            List<Fee> fees) {}

    CompiledOffer compile(OfferModel model) {
        checks.check(model);
        counterChecks.check(model);
        SortedSet<String> called = zoneNames(model, MatchModel::zones);
        SortedSet<String> visited = zoneNames(model, MatchModel::visitedZones);
        List<PriceSelector.Entry> entries = new ArrayList<>();
        List<MatchRule> rules = new ArrayList<>();
        for (PriceModel price : model.prices()) {
            rules.add(rule(price.match(), List.copyOf(called), List.copyOf(visited), -2 - rules.size()));
            PricePlan plan = plan(model, price);
            if (plan != null) {
                entries.add(new PriceSelector.Entry(rules.get(rules.size() - 1), plan));
            }
        }
        checkClashes(model.prices(), rules);
        reachability.check(model.prices(), rules);
        return new CompiledOffer(
                offer(model),
                entries.stream().map(PriceSelector.Entry::plan).toList(),
                new PriceSelector(entries, zones.table(called, model.name()), zones.table(visited, model.name())),
                model.counters().stream().map(CounterModel::counter).toList(),
                model.notifications().stream().map(NotificationModel::threshold).toList(),
                model.fees());
    }

    /** Zones that a price of a compiled offer names. */
    Set<String> usedZones() {
        return usedZones;
    }

    private SortedSet<String> zoneNames(OfferModel model, Function<MatchModel, List<Named>> zonesOf) {
        SortedSet<String> names = new TreeSet<>();
        for (PriceModel price : model.prices()) {
            for (Named zone : zonesOf.apply(price.match())) {
                if (zones.knows(zone)) {
                    names.add(zone.name());
                }
            }
        }
        usedZones.addAll(names);
        return names;
    }

    private static Offer offer(OfferModel model) {
        return new Offer(
                model.name().name(),
                model.sale().product().name(),
                model.sale().appliesTo() != AppliesTo.EXISTING,
                RatingFunction.offerKey(model.name().name()),
                model.description(),
                model.currency(),
                model.creditLimitMicros(),
                model.sale().soldFrom(),
                model.sale().soldUntil(),
                model.allowances().stream().map(AllowanceModel::allowance).toList());
    }

    /** @param unknown number for zones that do not exist, so that they clash with nothing */
    private static MatchRule rule(MatchModel match, List<String> called, List<String> visited, int unknown) {
        return new MatchRule(
                match.services(),
                match.ratingGroups(),
                match.serviceIdentifiers(),
                numbers(match.zones(), called, unknown),
                match.accessPoints(),
                numbers(match.visitedZones(), visited, unknown),
                match.ratTypes(),
                match.roles(),
                match.qosClasses());
    }

    private static Set<Integer> numbers(List<Named> zones, List<String> names, int unknown) {
        Set<Integer> numbers = new HashSet<>();
        for (Named zone : zones) {
            int number = names.indexOf(zone.name());
            numbers.add(number < 0 ? unknown : number);
        }
        return numbers;
    }

    private void checkClashes(List<PriceModel> prices, List<MatchRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rules.get(i).clashesWith(rules.get(j))) {
                    problems.add(
                            Rule.PRICE_CLASH,
                            prices.get(i).name().at(),
                            "price " + prices.get(i).name() + " and price "
                                    + prices.get(j).name() + " (line "
                                    + prices.get(j).name().at().line()
                                    + ") match the same requests, and neither is more specific",
                            prices.get(i).match().example() + " has two prices");
                }
            }
        }
    }

    /** The compiled price, or null if it has problems. */
    private PricePlan plan(OfferModel offer, PriceModel price) {
        int before = problems.count();
        List<BandTerms> bands = bands(price);
        checkQuota(price, bands);
        TimePlan week = price.bands().isEmpty()
                ? WeeklyPlan.always()
                : BandCompiler.compile(
                        price.name(),
                        price.bands(),
                        price.timeZone() == null ? ZoneOffset.UTC : price.timeZone(),
                        price.holidays() == null
                                ? null
                                : holidays.get(price.holidays().name()),
                        problems);
        if (problems.count() > before || offer.currency() == null) {
            return null;
        }
        try {
            PricePlan plan = dated(offer, price, bands, week);
            reachability.checkTiers(price, plan);
            return plan;
        } catch (ArithmeticException e) {
            problems.add(
                    price.name().at(),
                    "price " + price.name() + " is too fine or too large to be computed exactly: "
                            + "take fewer decimals or fewer units in 'per'");
            return null;
        }
    }

    /** Discounts that begin or end make stretches of time with terms of their own. */
    private static PricePlan dated(OfferModel offer, PriceModel price, List<BandTerms> bands, TimePlan week) {
        List<Long> days = price.discounts().stream()
                .flatMap(discount -> Stream.of(discount.fromDay(), discount.untilDay()))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        if (days.isEmpty()) {
            return new PricePlan(terms(offer, price, 0), bands, week);
        }
        ZoneId zone = price.timeZone() == null ? ZoneOffset.UTC : price.timeZone();
        List<PlanTerms> stretches = new ArrayList<>();
        stretches.add(terms(offer, price, days.get(0) - 1));
        days.forEach(day -> stretches.add(terms(offer, price, day)));
        long[] startsMs = days.stream()
                .mapToLong(day ->
                        LocalDate.ofEpochDay(day).atStartOfDay(zone).toInstant().toEpochMilli())
                .toArray();
        return new PricePlan(stretches, startsMs, bands, week);
    }

    /** @param day of which the discounts are, since 1970 */
    private static PlanTerms terms(OfferModel offer, PriceModel price, long day) {
        List<PayingAllowance> payers = offer.allowances().stream()
                .filter(allowance -> OfferChecks.pays(allowance, price))
                .map(allowance -> new PayingAllowance(allowance.allowance().key(), allowance.step()))
                .toList();
        return new PlanTerms(
                offer.name().name() + "/" + price.name().name(),
                price.unit(),
                offer.currency().getNumericCode(),
                price.rounding(),
                price.limits(),
                Adjustments.all(price.discounts(), day, price.tax()),
                price.tax(),
                payers,
                price.quota().complete(price.offerQuota(), price.unit()),
                price.creditControlled(),
                counters(offer, price),
                tierCounter(offer, price));
    }

    private static List<Counter> counters(OfferModel offer, PriceModel price) {
        return offer.counters().stream()
                .filter(model -> model.counts(price))
                .map(CounterModel::counter)
                .toList();
    }

    /** Null if the tiers go by the session. */
    private static Counter tierCounter(OfferModel offer, PriceModel price) {
        return counters(offer, price).stream()
                .filter(counter -> price.tiersBy() != null
                        && counter.name().equals(price.tiersBy().name()))
                .findFirst()
                .orElse(null);
    }

    /** The terms of each band; a price without bands has one without name. */
    private List<BandTerms> bands(PriceModel price) {
        List<BandTerms> bands = new ArrayList<>();
        if (price.bands().isEmpty()) {
            addBand(bands, "", price.name(), price.terms(), price);
        }
        for (BandModel band : price.bands()) {
            addBand(bands, band.name().name(), band.name(), band.terms().orElse(price.terms()), price);
        }
        return bands;
    }

    private void addBand(List<BandTerms> bands, String name, Named where, Terms written, PriceModel price) {
        Terms terms =
                price.tiers().isEmpty() ? written : written.ofTier(price.tiers().get(0));
        String missing = terms.missing(price.unit());
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
        Tiers tiers = price.tiers().isEmpty() ? Tiers.single(terms.price()) : TierModel.compile(price, terms, problems);
        if (tiers != null) {
            bands.add(new BandTerms(name, terms.setUpNanos(), terms.firstStep(), terms.price(), tiers));
        }
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

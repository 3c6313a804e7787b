package io.ocs.rating.catalog;

import io.ocs.rating.catalog.OfferSale.AppliesTo;
import io.ocs.rating.catalog.SaleRule.Kind;
import io.ocs.rating.catalog.SaleRules.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compiles eligibility and exclusions: which offers a name means, exclusions in both directions; and finds rules that can never be kept to. */
final class SaleRuleCompiler {

    private final List<OfferModel> models;
    private final Problems problems;
    private final Map<String, OfferModel> byName = new HashMap<>();
    /** Names that an offer stands for: its own, that of its product, and those of all parts. */
    private final Map<String, Set<String>> meanings = new HashMap<>();
    /** Offers that can be had, by what they stand for. */
    private final Map<String, Set<String>> holders = new HashMap<>();

    private final Map<String, List<Condition>> conditions = new HashMap<>();

    SaleRuleCompiler(List<OfferModel> models, Problems problems) {
        this.models = models;
        this.problems = problems;
        models.forEach(model -> byName.put(model.name().name(), model));
        for (OfferModel model : models) {
            Set<String> names = new HashSet<>();
            addMeanings(model, names);
            meanings.put(model.name().name(), names);
            if (!model.isAddOn()) {
                names.forEach(name -> holders.computeIfAbsent(name, key -> new TreeSet<>())
                        .add(model.name().name()));
            }
        }
    }

    /** Bundles that include themselves have been told of. */
    private void addMeanings(OfferModel model, Set<String> names) {
        if (names.add(model.name().name())) {
            names.add(model.sale().product().name());
            for (Named part : model.includes()) {
                OfferModel included = byName.get(part.name());
                if (included != null) {
                    addMeanings(included, names);
                }
            }
        }
    }

    /** Conditions by name of the offer that is to be taken. */
    Map<String, List<Condition>> compile() {
        for (OfferModel model : models) {
            for (SaleRule rule : model.sale().rules()) {
                compile(model, rule);
            }
            checkNewcomers(model);
        }
        checkObtainable();
        return conditions;
    }

    private void compile(OfferModel owner, SaleRule rule) {
        Set<String> others = new TreeSet<>();
        for (Named name : rule.offers()) {
            if (!isKnown(name)) {
                problems.add(
                        Rule.NAME,
                        name.at(),
                        "there is no offer " + name + Nearest.hint(name.name(), byName.keySet()),
                        null);
            }
            others.addAll(holders.getOrDefault(name.name(), Set.of()));
        }
        if (!rule.isExclusion()) {
            add(owner.name().name(), Condition.of(rule, owner, others));
            return;
        }
        Set<String> own = holders.getOrDefault(owner.name().name(), Set.of());
        own.forEach(offer -> add(offer, Condition.of(rule, owner, others)));
        others.stream()
                .filter(offer -> !own.contains(offer))
                .forEach(offer -> add(offer, Condition.of(rule, owner, own)));
        checkParts(owner, rule);
    }

    private boolean isKnown(Named name) {
        return meanings.containsKey(name.name())
                || models.stream()
                        .anyMatch(model -> model.sale().product().name().equals(name.name()));
    }

    private void add(String offer, Condition condition) {
        conditions.computeIfAbsent(offer, name -> new ArrayList<>()).add(condition);
    }

    /** Nobody can have two offers in one that may not be on one account. */
    private void checkParts(OfferModel owner, SaleRule rule) {
        for (OfferModel whole : models) {
            Set<String> names = meanings.get(whole.name().name());
            for (Named excluded : rule.offers()) {
                boolean both = names.contains(owner.name().name()) && names.contains(excluded.name());
                if (both && !isItself(owner, excluded)) {
                    problems.add(
                            Rule.EXCLUSION_CLASH,
                            whole.name().at(),
                            "offer " + whole.name() + " has both " + owner.name() + " and " + excluded
                                    + ", which rule " + rule.name() + " excludes ("
                                    + rule.name().at().file() + ":"
                                    + rule.name().at().line() + ")",
                            "whoever takes offer " + whole.name() + " is refused");
                }
            }
        }
    }

    private static boolean isItself(OfferModel owner, Named name) {
        return owner.name().name().equals(name.name())
                || owner.sale().product().name().equals(name.name());
    }

    private void checkNewcomers(OfferModel model) {
        SaleRule newcomers = rule(model, Kind.IS_NEW);
        SaleRule switchers = rule(model, Kind.HAS);
        if (newcomers != null && switchers != null) {
            problems.add(
                    switchers.name().at(),
                    "rules " + newcomers.name() + " and " + switchers.name()
                            + " cannot both hold: a new subscriber has no offer");
        }
    }

    private static SaleRule rule(OfferModel model, Kind kind) {
        return model.sale().rules().stream()
                .filter(rule -> rule.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    /** Offers each of which wants another one of them first. */
    private void checkObtainable() {
        Set<String> obtainable = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (OfferModel model : models) {
                if (!model.isAddOn() && blocking(model, obtainable) == null) {
                    more |= obtainable.add(model.name().name());
                }
            }
        }
        for (OfferModel model : models) {
            SaleRule blocking = model.isAddOn() ? null : blocking(model, obtainable);
            if (blocking != null && blocking.offers().stream().allMatch(this::isKnown)) {
                problems.add(
                        Rule.CYCLE,
                        blocking.name().at(),
                        "nobody can ever take offer " + model.name() + ": rule " + blocking.name() + " wants "
                                + String.join(
                                        " or ",
                                        blocking.offers().stream()
                                                .map(Named::toString)
                                                .toList())
                                + ", which nobody can have before",
                        "whoever wants offer " + model.name() + " is refused by rule " + blocking.name());
            }
        }
    }

    /** A rule that wants an offer which nobody can have yet; null if there is none. Some have what was sold once. */
    private SaleRule blocking(OfferModel model, Set<String> obtainable) {
        if (model.sale().appliesTo() == AppliesTo.EXISTING || model.sale().soldUntil() != null) {
            return null;
        }
        for (SaleRule rule : model.sale().rules()) {
            boolean wants = rule.kind() == Kind.HAS || rule.kind() == Kind.WITH;
            boolean can = rule.offers().stream()
                    .flatMap(name -> holders.getOrDefault(name.name(), Set.of()).stream())
                    .anyMatch(obtainable::contains);
            if (wants && !can) {
                return rule;
            }
        }
        return null;
    }
}

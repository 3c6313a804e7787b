package io.ocs.rating.catalog;

import io.ocs.core.state.SubscriberEntry;
import io.ocs.rating.catalog.OfferSale.AppliesTo;
import io.ocs.rating.catalog.SaleRule.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads to whom an offer is sold: when, of which generation it is, eligibility and exclusions. */
final class SaleReader {

    static final List<String> KEYS =
            List.of("sold-from", "sold-until", "generation", "applies-to", "generations", "eligibility", "exclusions");
    private static final List<String> ELIGIBILITY_KEYS = List.of("name", "description", "has", "with");
    private static final List<String> EXCLUSION_KEYS = List.of("name", "description", "with");
    /** What says nothing about offers that nobody can take. */
    private static final List<String> OF_TAKING = List.of("sold-from", "sold-until", "eligibility", "exclusions");

    private static final Map<String, AppliesTo> APPLIES_TO =
            Map.of("all", AppliesTo.ALL, "new", AppliesTo.NEW, "existing", AppliesTo.EXISTING);

    private SaleReader() {}

    static OfferSale read(Fields fields, Named product, boolean addOn, ZoneId timeZone) {
        OfferSale sale = new OfferSale(
                product,
                fields.reference("generation", null),
                fields.value("applies-to", AppliesTo.ALL, text -> Texts.word(text, APPLIES_TO, "group of subscribers")),
                fields.names("generations"),
                instant(fields, "sold-from", timeZone),
                instant(fields, "sold-until", timeZone),
                rules(fields));
        check(fields, sale, addOn);
        return sale;
    }

    /** The name under which subscribers have the offer. */
    static Named fullName(OfferSale sale) {
        return sale.generation() == null || sale.product().isMissing()
                ? sale.product()
                : new Named(
                        OfferSale.fullName(
                                sale.product().name(), sale.generation().name()),
                        sale.product().at());
    }

    private static void check(Fields fields, OfferSale sale, boolean addOn) {
        Problems problems = fields.problems();
        if (sale.soldFrom() != null
                && sale.soldUntil() != null
                && !sale.soldFrom().isBefore(sale.soldUntil())) {
            problems.add(fields.at("sold-until"), "'sold-until' is not behind 'sold-from'");
        }
        for (String key : List.of("generation", "applies-to", "generations")) {
            if (addOn && fields.has(key)) {
                problems.add(fields.at(key), "'" + key + "' makes no sense for an add-on: nobody takes it by itself");
            }
        }
        if (!sale.generations().isEmpty() && sale.appliesTo() != AppliesTo.ALL) {
            problems.add(
                    fields.at("generations"),
                    "'generations' belongs to 'applies-to: all': earlier generations that have these terms from now on");
        }
        for (String key : OF_TAKING) {
            if (sale.appliesTo() == AppliesTo.EXISTING && fields.has(key)) {
                problems.add(
                        fields.at(key),
                        "'" + key
                                + "' makes no sense beside 'applies-to: existing': nobody can take the offer any more");
            }
        }
        List<Named> named = new ArrayList<>(sale.generations());
        if (sale.generation() != null) {
            named.add(sale.generation());
        }
        for (Named generation : named) {
            String full = OfferSale.fullName(sale.product().name(), generation.name());
            if (full.length() > SubscriberEntry.OFFER_NAME_MAX) {
                problems.add(
                        generation.at(),
                        "'" + full + "' is too long: the names of offer and generation have "
                                + (SubscriberEntry.OFFER_NAME_MAX - 1) + " letters together at most");
            }
        }
    }

    private static List<SaleRule> rules(Fields fields) {
        List<SaleRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode.Mapping block : fields.blocks("eligibility")) {
            rules.add(eligibility(
                    new Fields(block, fields.problems(), "a rule of eligibility", ELIGIBILITY_KEYS), names));
        }
        for (YamlNode.Mapping block : fields.blocks("exclusions")) {
            Fields rule = new Fields(block, fields.problems(), "a rule of exclusions", EXCLUSION_KEYS);
            rules.add(rule(rule, names, Kind.NOT_WITH, "with"));
        }
        return rules;
    }

    private static SaleRule eligibility(Fields rule, Set<String> names) {
        if (rule.has("has") == rule.has("with")) {
            rule.problems().add(rule.at(), "a rule of eligibility has 'has' or 'with', one of them");
        }
        boolean isNew = rule.node("has") instanceof YamlNode.Scalar scalar
                && scalar.text().equals("none");
        return rule(
                rule,
                names,
                isNew ? Kind.IS_NEW : rule.has("has") ? Kind.HAS : Kind.WITH,
                rule.has("has") ? "has" : "with");
    }

    private static SaleRule rule(Fields rule, Set<String> names, Kind kind, String key) {
        Named name = rule.name();
        if (!names.add(name.name()) && !name.isMissing()) {
            rule.problems().add(Rule.NAME_TWICE, name.at(), "there is a rule " + name + " already", null);
        }
        if (kind == Kind.NOT_WITH && !rule.has(key)) {
            rule.problems().add(rule.at(), "a rule of exclusions needs the key 'with': names of offers");
        }
        return new SaleRule(name, kind, kind == Kind.IS_NEW ? List.of() : rule.offerNames(key));
    }

    /** The start of a day by the offer's clock. */
    static Instant instant(Fields fields, String key, ZoneId timeZone) {
        LocalDate day = fields.value(key, null, Texts::date);
        return day == null
                ? null
                : day.atStartOfDay(timeZone == null ? ZoneOffset.UTC : timeZone).toInstant();
    }
}

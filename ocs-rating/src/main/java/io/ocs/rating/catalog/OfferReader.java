package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.rating.rate.Rounding;
import io.ocs.rating.rate.Tax;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Reads an offer with its allowances and prices. */
final class OfferReader {

    private static final List<String> KEYS = PriceReader.with(
            SaleReader.KEYS,
            "name",
            "description",
            "currency",
            "credit-limit",
            "add-on",
            "includes",
            "time-zone",
            "holidays",
            "rounding",
            "discounts",
            "tax",
            "quota",
            "allowances",
            "counters",
            "notifications",
            "fees",
            "prices");
    private static final List<String> ALLOWANCE_KEYS =
            List.of("name", "description", "unit", "amount", "priority", "validity", "expires", "step", "pays-for");
    private static final int PRIORITY_MAX = Short.MAX_VALUE - 1;
    private static final int PRIORITY_DEFAULT = 100;

    private OfferReader() {}

    static OfferModel read(YamlNode.Mapping block, Problems problems) {
        Fields fields = new Fields(block, problems, "an offer", KEYS);
        Named name = fields.name();
        ZoneId timeZone = fields.value("time-zone", null, Texts::timeZone);
        Currency currency = fields.required("currency", Texts::currency);
        OfferModel.Defaults defaults = new OfferModel.Defaults(
                currency,
                PriceReader.rounding(fields, Rounding.DEFAULT, currency),
                fields.has("rounding"),
                Adjustments.discounts(fields, List.of()),
                Adjustments.tax(fields, Tax.NONE),
                timeZone,
                fields.reference("holidays", null),
                QuotaTerms.readOffer(fields));
        List<AllowanceModel> allowances = new ArrayList<>();
        for (YamlNode.Mapping allowance : fields.blocks("allowances")) {
            allowances.add(allowance(new Fields(allowance, problems, "an allowance", ALLOWANCE_KEYS), timeZone));
        }
        List<PriceModel> prices = new ArrayList<>();
        for (YamlNode.Mapping price : fields.blocks("prices")) {
            prices.add(PriceReader.read(price, defaults, problems));
        }
        List<CounterModel> counters = CounterReader.counters(fields, timeZone);
        boolean addOn = fields.value("add-on", false, Texts::answer);
        if (!fields.has("prices") && !fields.has("includes") && !addOn) {
            problems.add(fields.at(), "an offer needs the key 'prices'");
        }
        OfferSale sale = SaleReader.read(fields, name, addOn, timeZone);
        return new OfferModel(
                SaleReader.fullName(sale),
                fields.value("description", "", text -> text),
                currency,
                fields.value("credit-limit", 0L, Texts::micros),
                addOn,
                sale,
                fields.offerNames("includes"),
                allowances,
                counters,
                CounterReader.notifications(fields, counters, allowances),
                FeeReader.fees(fields, timeZone, currency),
                prices);
    }

    private static AllowanceModel allowance(Fields fields, ZoneId timeZone) {
        Named name = fields.name();
        UnitKind unit = fields.required("unit", Texts::unit);
        UnitKind kind = unit == null ? UnitKind.SERVICE_SPECIFIC : unit;
        Long amount = fields.required("amount", text -> Texts.units(text, kind));
        Duration validity = fields.value("validity", null, text -> Duration.ofSeconds(Texts.seconds(text)));
        boolean forEver = fields.node("expires") instanceof YamlNode.Scalar scalar
                && scalar.text().equals("never");
        Instant expires = forEver ? null : SaleReader.instant(fields, "expires", timeZone);
        if (validity != null && fields.has("expires")) {
            fields.problems().add(fields.at("expires"), "an allowance has 'validity' or 'expires', not both");
        }
        Allowance allowance = new Allowance(
                name.name(),
                RatingFunction.offerKey(name.name()),
                kind,
                amount == null ? 1 : amount,
                fields.value("priority", PRIORITY_DEFAULT, text -> Texts.whole(text, 0, PRIORITY_MAX)),
                validity,
                expires);
        return new AllowanceModel(
                name,
                allowance,
                fields.value("step", 1L, text -> Texts.units(text, kind)),
                fields.names("pays-for"),
                forEver);
    }
}

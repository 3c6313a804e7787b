package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.Limits;
import io.ocs.rating.rate.Rounding;
import io.ocs.rating.rate.Tiers;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Reads a price. */
final class PriceReader {

    private static final String CREDIT_CONTROL = "credit-control";
    private static final List<String> KEYS = with(
            Terms.KEYS,
            "name",
            "description",
            "match",
            "unit",
            "minimum-cost",
            "maximum-cost",
            "rounding",
            "discounts",
            "tax",
            "time-zone",
            "holidays",
            "quota",
            CREDIT_CONTROL,
            "bands",
            TierModel.GRADUATED,
            TierModel.VOLUME,
            "tiers-by");
    /** What else a price says that is under no credit control. */
    private static final List<String> UNCHARGED_KEYS = List.of("name", "description", "match", "unit", CREDIT_CONTROL);

    private static final List<String> ROUNDING_KEYS = List.of("mode", "decimals");
    private static final List<String> MAXIMUM_KEYS = List.of("amount", "then");
    private static final int DECIMALS_MAX = 6;

    private PriceReader() {}

    static List<String> with(List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(keys);
        return List.copyOf(all);
    }

    static PriceModel read(YamlNode.Mapping block, OfferModel.Defaults offer, Problems problems) {
        Fields fields = new Fields(block, problems, "a price", KEYS);
        Named name = fields.name();
        fields.value("description", "", text -> text);
        MatchModel match = MatchModel.read(fields);
        UnitKind unit = unit(fields, match);
        List<BandModel> bands = new ArrayList<>();
        for (YamlNode.Mapping band : fields.blocks("bands")) {
            bands.add(BandReader.read(band, unit, problems));
        }
        if (bands.size() > BandDay.BANDS_MAX) {
            problems.add(fields.at("bands"), "a price has at most " + BandDay.BANDS_MAX + " bands");
        }
        List<TierModel> tiers = TierModel.read(fields, unit);
        boolean creditControlled = creditControlled(fields);
        return new PriceModel(
                name,
                match,
                unit,
                creditControlled ? Terms.read(fields, unit) : Terms.NOTHING,
                tiers.isEmpty() ? null : fields.has(TierModel.VOLUME) ? Tiers.Kind.VOLUME : Tiers.Kind.GRADUATED,
                tiers,
                fields.reference("tiers-by", null),
                limits(fields),
                rounding(fields, offer.rounding(), offer.currency()),
                offer.isRoundingStated() || fields.has("rounding"),
                Adjustments.discounts(fields, offer.discounts()),
                Adjustments.tax(fields, offer.tax()),
                fields.value("time-zone", offer.timeZone(), Texts::timeZone),
                fields.reference("holidays", offer.holidays()),
                QuotaTerms.readPrice(fields, unit),
                offer.quota(),
                bands,
                creditControlled);
    }

    /** {@code credit-control: none}, and then nothing about money. */
    private static boolean creditControlled(Fields fields) {
        boolean controlled = fields.value(CREDIT_CONTROL, true, Texts::creditControl);
        if (!controlled) {
            KEYS.stream()
                    .filter(key -> !UNCHARGED_KEYS.contains(key) && fields.has(key))
                    .forEach(key -> fields.problems()
                            .add(
                                    fields.at(key),
                                    "'" + key + "' makes no sense beside 'credit-control: none': nothing is charged"));
        }
        return controlled;
    }

    private static UnitKind unit(Fields fields, MatchModel match) {
        UnitKind unit = fields.value("unit", match.naturalUnit(), Texts::unit);
        if (unit != null) {
            return unit;
        }
        if (!fields.has("unit")) {
            fields.problems()
                    .add(fields.at(), "a price for several services needs the key 'unit': octets, seconds or events");
        }
        return UnitKind.SERVICE_SPECIFIC;
    }

    /** {@code rounding: {mode: up, decimals: 2}}; {@code decimals: currency} takes as many as the currency has by ISO 4217. */
    static Rounding rounding(Fields fields, Rounding absent, Currency currency) {
        Fields block = fields.block("rounding", "'rounding'", ROUNDING_KEYS);
        if (block == null) {
            return absent;
        }
        return new Rounding(
                block.value("mode", absent.mode(), Texts::roundingMode),
                block.value("decimals", absent.decimals(), text -> decimals(text, currency)));
    }

    private static int decimals(String text, Currency currency) {
        if (!text.equals("currency")) {
            return Texts.whole(text, 0, DECIMALS_MAX);
        }
        int own = currency == null ? DECIMALS_MAX : currency.getDefaultFractionDigits();
        if (own < 0) {
            throw new IllegalArgumentException(currency + " has no decimals by ISO 4217; write a number, 0 to 6");
        }
        return own;
    }

    /** {@code minimum-cost: 0.10}, {@code maximum-cost: 5.00}, {@code maximum-cost: {amount: 5.00, then: free}}. */
    private static Limits limits(Fields fields) {
        long minimum = fields.value("minimum-cost", 0L, Texts::micros);
        long maximum = Long.MAX_VALUE;
        boolean free = false;
        if (fields.node("maximum-cost") instanceof YamlNode.Mapping) {
            Fields block = fields.block("maximum-cost", "'maximum-cost'", MAXIMUM_KEYS);
            Long amount = block.required("amount", Texts::micros);
            maximum = amount == null ? Long.MAX_VALUE : amount;
            free = block.value("then", false, Texts::freeBeyond);
        } else {
            maximum = fields.value("maximum-cost", Long.MAX_VALUE, Texts::micros);
        }
        if (minimum > maximum) {
            fields.problems().add(fields.at("minimum-cost"), "'minimum-cost' is above 'maximum-cost'");
            return Limits.NONE;
        }
        return new Limits(minimum, maximum, free);
    }
}

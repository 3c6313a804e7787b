package io.ocs.rating.catalog;

import io.ocs.core.FinalUnit;
import io.ocs.core.UnitKind;
import io.ocs.rating.rate.QuotaPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * The block {@code quota} of an offer or a price; null where it says nothing.
 *
 * @param holdingS Quota-Holding-Time; 0: none, whatever the offer says
 * @param consumptionS Quota-Consumption-Time; 0: none, whatever the offer says
 */
record QuotaTerms(
        Long preset,
        Long max,
        Integer validityS,
        Integer thresholdPercent,
        Integer holdingS,
        Integer consumptionS,
        FinalUnit finalUnit) {

    private static final List<String> OFFER_KEYS = offerKeys();
    private static final List<String> PRICE_KEYS = with(OFFER_KEYS, "default", "maximum");
    private static final QuotaTerms NOTHING = new QuotaTerms(null, null, null, null, null, null, null);

    private static final int VALIDITY_S = 15 * 60;
    private static final int THRESHOLD_PERCENT = 20;

    private static List<String> offerKeys() {
        return with(FinalUnitTerms.KEYS, "validity", "threshold", "holding-time", "consumption-time");
    }

    private static List<String> with(List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(keys);
        return List.copyOf(all);
    }

    /** Of an offer, whose prices may have different units. */
    static QuotaTerms readOffer(Fields offer) {
        Fields fields = offer.block("quota", "the quota of an offer", OFFER_KEYS);
        return fields == null ? NOTHING : read(fields, null, null);
    }

    static QuotaTerms readPrice(Fields price, UnitKind unit) {
        Fields fields = price.block("quota", "the quota of a price", PRICE_KEYS);
        if (fields == null) {
            return NOTHING;
        }
        Long preset = fields.value("default", null, text -> Texts.units(text, unit));
        Long max = fields.value("maximum", null, text -> Texts.units(text, unit));
        if (unit != UnitKind.TIME && fields.has("consumption-time")) {
            fields.problems()
                    .add(
                            fields.at("consumption-time"),
                            "'consumption-time' is for prices in seconds only: of a pause so much counts as used time");
        }
        return read(fields, preset, max);
    }

    private static QuotaTerms read(Fields fields, Long preset, Long max) {
        return new QuotaTerms(
                preset,
                max,
                fields.value("validity", null, Texts::validityS),
                fields.value("threshold", null, Texts::percent),
                fields.value("holding-time", null, QuotaTerms::secondsOrNone),
                fields.value("consumption-time", null, QuotaTerms::secondsOrNone),
                FinalUnitTerms.read(fields));
    }

    private static int secondsOrNone(String text) {
        return text.equals("none") ? 0 : Texts.validityS(text);
    }

    /** These terms, those of the offer where they say nothing, and what stands in the documentation where neither does. */
    QuotaPolicy complete(QuotaTerms offer, UnitKind unit) {
        return new QuotaPolicy(
                Math.min(either(preset, presetOf(unit)), maxOf(unit)),
                maxOf(unit),
                either(validityS, either(offer.validityS, VALIDITY_S)),
                either(thresholdPercent, either(offer.thresholdPercent, THRESHOLD_PERCENT)),
                either(holdingS, either(offer.holdingS, 0)),
                either(consumptionS, either(offer.consumptionS, 0)),
                either(finalUnit, either(offer.finalUnit, FinalUnit.TERMINATE)));
    }

    /** Whether the default grant was set above the maximum. */
    boolean presetExceedsMax(UnitKind unit) {
        return preset != null && preset > maxOf(unit);
    }

    long maxOf(UnitKind unit) {
        return either(
                max,
                switch (unit) {
                    case TIME -> 3_600L;
                    case SERVICE_SPECIFIC -> 100L;
                    default -> 1L << 30;
                });
    }

    private static long presetOf(UnitKind unit) {
        return switch (unit) {
            case TIME -> 300L;
            case SERVICE_SPECIFIC -> 1L;
            default -> 10L << 20;
        };
    }

    private static <T> T either(T own, T other) {
        return own == null ? other : own;
    }
}

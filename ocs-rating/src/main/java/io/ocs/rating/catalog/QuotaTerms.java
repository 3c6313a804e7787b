package io.ocs.rating.catalog;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.UnitKind;
import io.ocs.rating.rate.QuotaPolicy;
import java.util.ArrayList;
import java.util.List;

/** The block {@code quota} of an offer or a price; null where it says nothing. */
record QuotaTerms(
        Long preset, Long max, Integer validityS, Integer thresholdPercent, FinalUnitAction action, String redirectTo) {

    private static final List<String> OFFER_KEYS = List.of("validity", "threshold", "final-unit-action", "redirect-to");
    private static final List<String> PRICE_KEYS = keysOfPrice();
    private static final QuotaTerms NOTHING = new QuotaTerms(null, null, null, null, null, null);

    private static final int VALIDITY_S = 15 * 60;
    private static final int THRESHOLD_PERCENT = 20;

    private static List<String> keysOfPrice() {
        List<String> keys = new ArrayList<>(OFFER_KEYS);
        keys.addAll(List.of("default", "maximum"));
        return List.copyOf(keys);
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
        return read(fields, preset, max);
    }

    private static QuotaTerms read(Fields fields, Long preset, Long max) {
        FinalUnitAction action = fields.value("final-unit-action", null, Texts::finalUnitAction);
        String url = fields.value("redirect-to", null, Texts::url);
        if (action == FinalUnitAction.REDIRECT && !fields.has("redirect-to")) {
            fields.problems()
                    .add(fields.at("final-unit-action"), "'redirect' needs 'redirect-to' with the URL beside it");
        }
        if (action != FinalUnitAction.REDIRECT && fields.has("redirect-to")) {
            fields.problems()
                    .add(fields.at("redirect-to"), "'redirect-to' needs 'final-unit-action: redirect' beside it");
        }
        return new QuotaTerms(
                preset,
                max,
                fields.value("validity", null, Texts::validityS),
                fields.value("threshold", null, Texts::percent),
                action,
                url);
    }

    /** These terms, those of the offer where they say nothing, and what stands in the documentation where neither does. */
    QuotaPolicy complete(QuotaTerms offer, UnitKind unit) {
        FinalUnitAction action = either(this.action, either(offer.action, FinalUnitAction.TERMINATE));
        String url = this.action == null ? offer.redirectTo : redirectTo;
        return new QuotaPolicy(
                Math.min(either(preset, presetOf(unit)), maxOf(unit)),
                maxOf(unit),
                either(validityS, either(offer.validityS, VALIDITY_S)),
                either(thresholdPercent, either(offer.thresholdPercent, THRESHOLD_PERCENT)),
                action,
                url);
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

package io.ocs.rating.catalog;

import java.util.Locale;

/**
 * What a catalogue must keep to. Errors stop a server from loading it; warnings are told by {@code ocs catalog validate}, and some of them stop a catalogue
 * from coming into force.
 */
public enum Rule {
    /** Keys, values, steps above zero, and what else can be seen in one place. */
    VALUE,
    /** Names that nothing has. */
    NAME,
    /** Names that two things have. */
    NAME_TWICE,
    /** Times of the week for which a price has no band. */
    BAND_GAP,
    /** Times for which a price has two bands. */
    BAND_OVERLAP,
    /** Bands that never hold. */
    BAND_UNREACHABLE,
    /** Two prices for the same request. */
    PRICE_CLASH,
    /** Prices, and tiers of prices, that no request gets. */
    PRICE_UNREACHABLE,
    /** One prefix in two zones of an offer. */
    PREFIX_TWICE,
    /** Prefixes and exceptions that change nothing. */
    PREFIX_UNREACHABLE,
    /** Zones that no price uses. */
    ZONE_UNUSED,
    /** Offers that include themselves, and such that nobody can take since each wants another one first. */
    CYCLE,
    /** Generations of an offer of which two apply to the same subscribers. */
    GENERATION_CLASH,
    /** Offers that have parts which exclude each other. */
    EXCLUSION_CLASH,
    /** Offers of several currencies in one. */
    CURRENCY_MISMATCH,
    /** Prices that do not say how they are rounded. */
    ROUNDING_UNSTATED,
    /** Allowances that never end. */
    ALLOWANCE_WITHOUT_EXPIRY,
    /** Allowances that cannot pay for anything. */
    ALLOWANCE_UNUSABLE,
    /** Add-ons that no offer includes. */
    ADD_ON_UNUSED;

    /** Whether a catalogue with a warning of this rule cannot be brought into force, although a server starts with it. */
    public boolean refusesChange() {
        return this == ROUNDING_UNSTATED
                || this == ALLOWANCE_WITHOUT_EXPIRY
                || this == PREFIX_UNREACHABLE
                || this == PRICE_UNREACHABLE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

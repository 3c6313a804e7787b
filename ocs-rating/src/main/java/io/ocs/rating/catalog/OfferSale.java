package io.ocs.rating.catalog;

import java.time.Instant;
import java.util.List;

/**
 * To whom an offer is sold, as written.
 *
 * @param product name of the offer, the same for all its generations
 * @param generation null: the first
 * @param appliesTo whose terms these are
 * @param generations earlier generations that have these terms from now on
 * @param soldFrom null: no such instant
 * @param soldUntil null: no such instant
 */
record OfferSale(
        Named product,
        Named generation,
        AppliesTo appliesTo,
        List<Named> generations,
        Instant soldFrom,
        Instant soldUntil,
        List<SaleRule> rules) {

    /** Subscribers to whom the terms of an offer apply: who takes it from now on, who has it already, or both. */
    enum AppliesTo {
        ALL,
        NEW,
        EXISTING
    }

    /** What separates the name of an offer from that of its generation; no name has it. */
    static final String SEPARATOR = "@";

    /** The name under which subscribers have it. */
    static String fullName(String product, String generation) {
        return product + SEPARATOR + generation;
    }

    /** The same for who had an earlier generation. */
    OfferSale ofEarlier(Named earlier) {
        return new OfferSale(product, earlier, AppliesTo.EXISTING, List.of(), null, null, List.of());
    }
}

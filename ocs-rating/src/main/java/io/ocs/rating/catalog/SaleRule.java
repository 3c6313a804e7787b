package io.ocs.rating.catalog;

import java.util.List;

/**
 * Who may take an offer, as written: one rule of {@code eligibility} or {@code exclusions}.
 *
 * @param offers names of offers; a name means all generations of the offer, and offers that include it
 */
record SaleRule(Named name, Kind kind, List<Named> offers) {

    /** What has to be so. */
    enum Kind {
        /** The subscriber has one of the offers. */
        HAS,
        /** The subscriber is new. */
        IS_NEW,
        /** Another member of the account has one of the offers. */
        WITH,
        /** No other member of the account has one of the offers, and nobody has both. */
        NOT_WITH
    }

    boolean isExclusion() {
        return kind == Kind.NOT_WITH;
    }
}

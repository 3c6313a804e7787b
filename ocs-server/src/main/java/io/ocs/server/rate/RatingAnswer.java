package io.ocs.server.rate;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.PriceExplanation;
import io.ocs.rating.rate.PriceSelector;
import java.util.Currency;
import java.util.List;

/**
 * What a usage would cost.
 *
 * @param trials every price of the offer, and why it does not apply
 * @param parts the usage cut at the switches of bands; empty if no price applies
 * @param payments what is taken from which bucket, in this order
 * @param chargedMicros money in all
 * @param isCovered whether the account could pay for it
 */
public record RatingAnswer(
        Currency currency,
        List<PriceSelector.Trial> trials,
        List<Part> parts,
        List<Payment> payments,
        long chargedMicros,
        boolean isCovered) {

    /**
     * A stretch of the usage under one tariff.
     *
     * @param fromMs when it begins
     * @param price of the part of the segment so far that money paid for; null if allowances paid for all
     */
    public record Part(String tariff, long fromMs, UnitKind unit, long units, PriceExplanation price) {}

    /**
     * A debit.
     *
     * @param bucket name of the allowance, or {@code money}
     * @param amount units, or micros of money
     * @param units for which it pays
     * @param balanceAfter of the bucket; null for money if the account was given as much as needed
     */
    public record Payment(String bucket, UnitKind kind, long amount, long units, Long balanceAfter) {}

    /** Whether a price applies. */
    public boolean isRated() {
        return !parts.isEmpty();
    }
}

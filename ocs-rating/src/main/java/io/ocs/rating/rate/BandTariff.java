package io.ocs.rating.rate;

import io.ocs.core.FinalUnit;
import io.ocs.core.PriceAdvice;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.Counter;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;

/**
 * One time band of one price. The segment key covers the terms of the price as well as its name, so a catalogue that changes a price
 * begins a new segment in the sessions that go on, and one that does not leaves them alone.
 */
final class BandTariff implements Tariff {

    private final PlanTerms plan;
    private final BandTerms band;
    private final TimePlan week;
    private final String name;
    private final long planKey;
    private final long segmentKey;
    private final PriceCurve opening;
    private final PriceCurve continuation;
    private final QuotaPolicy quota;
    private final PoolMultiplier pool;
    private final PriceAdvice advice;
    private final long[] allowanceKeys;
    private final long[] allowanceSteps;
    private final Counter[] counters;

    BandTariff(PlanTerms plan, BandTerms band, TimePlan week) {
        this.plan = plan;
        this.band = band;
        this.week = week;
        name = band.name().isEmpty() ? plan.name() : plan.name() + "/" + band.name();
        planKey = RatingFunction.offerKey(plan.name());
        opening = new PriceCurve(plan.opening(band));
        continuation = new PriceCurve(plan.continuation(band, opening.setupMicros()));
        segmentKey = RatingFunction.offerKey(name + plan.text(band));
        quota = plan.quota().inStepsOf(opening);
        pool = PoolMultiplier.of(plan.opening(band));
        advice = ToldPrice.of(plan, band, opening.setupMicros());
        counters = plan.counters().toArray(Counter[]::new);
        allowanceKeys =
                plan.allowances().stream().mapToLong(PayingAllowance::key).toArray();
        allowanceSteps =
                plan.allowances().stream().mapToLong(PayingAllowance::stepUnits).toArray();
    }

    private PriceCurve curve(boolean continues) {
        return continues ? continuation : opening;
    }

    @Override
    public long planKey() {
        return planKey;
    }

    @Override
    public long segmentKey() {
        return segmentKey;
    }

    @Override
    public boolean isCreditControlled() {
        return plan.creditControlled();
    }

    @Override
    public UnitKind unit() {
        return plan.unit();
    }

    @Override
    public int currency() {
        return plan.currency();
    }

    @Override
    public long setupMicros() {
        return opening.setupMicros();
    }

    @Override
    public long priceMicros(long cumulative, boolean continues) {
        return curve(continues).micros(cumulative);
    }

    @Override
    public long affordableUnits(long cumulative, boolean continues, long micros) {
        return curve(continues).affordable(cumulative, micros);
    }

    @Override
    public long freeUnits(long cumulative, boolean continues) {
        return curve(continues).free(cumulative);
    }

    @Override
    public long holdMicros(long cumulative, long units, boolean continues) {
        return curve(continues).peak(cumulative, units);
    }

    @Override
    public long stepCeiling(long cumulative, boolean continues) {
        return curve(continues).ceiling(cumulative);
    }

    @Override
    public Counter[] counters() {
        return counters;
    }

    @Override
    public Counter tierCounter() {
        return plan.tierCounter();
    }

    @Override
    public int allowanceCount() {
        return allowanceKeys.length;
    }

    @Override
    public long allowanceKey(int index) {
        return allowanceKeys[index];
    }

    @Override
    public long allowanceStep(int index) {
        return allowanceSteps[index];
    }

    @Override
    public long validUntilMs(long atMs) {
        return week.nextSwitchMs(atMs);
    }

    @Override
    public long grantDefault() {
        return quota.grantDefault();
    }

    @Override
    public long grantMax() {
        return quota.grantMax();
    }

    @Override
    public int validityTimeS() {
        return quota.validityTimeS();
    }

    @Override
    public long quotaThreshold(long granted) {
        return quota.threshold(granted);
    }

    @Override
    public int quotaHoldingTimeS() {
        return quota.holdingTimeS();
    }

    @Override
    public int quotaConsumptionTimeS() {
        return plan.unit() == UnitKind.TIME ? quota.consumptionTimeS() : 0;
    }

    @Override
    public PriceAdvice advice() {
        return advice;
    }

    @Override
    public FinalUnit finalUnit() {
        return quota.finalUnit();
    }

    @Override
    public long poolDigits() {
        return pool.digits();
    }

    @Override
    public int poolExponent() {
        return pool.exponent();
    }

    @Override
    public long poolSlackMicros() {
        return pool.slackMicros();
    }

    /** What the price is made of, for explaining it. */
    PlanTerms plan() {
        return plan;
    }

    BandTerms band() {
        return band;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}

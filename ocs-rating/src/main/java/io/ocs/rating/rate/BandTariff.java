package io.ocs.rating.rate;

import io.ocs.core.FinalUnit;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import java.util.Locale;

/**
 * One time band of one price. The segment key covers the terms of the price as well as its name, so a catalogue that changes a price
 * begins a new segment in the sessions that go on, and one that does not leaves them alone.
 */
final class BandTariff implements Tariff {

    private final PlanTerms plan;
    private final WeeklyPlan week;
    private final String name;
    private final long planKey;
    private final long segmentKey;
    private final PriceCurve opening;
    private final PriceCurve continuation;
    private final QuotaPolicy quota;
    private final long[] allowanceKeys;
    private final long[] allowanceSteps;

    BandTariff(PlanTerms plan, BandTerms band, WeeklyPlan week) {
        this.plan = plan;
        this.week = week;
        name = band.name().isEmpty() ? plan.name() : plan.name() + "/" + band.name();
        planKey = RatingFunction.offerKey(plan.name());
        opening = new PriceCurve(
                band.setupNanos(), band.firstStep(), band.price(), plan.rounding(), plan.maximumMicros());
        continuation = new PriceCurve(0, FirstStep.NONE, band.price(), plan.rounding(), usageMaximum(plan, opening));
        segmentKey = RatingFunction.offerKey(name + terms(plan, band));
        quota = plan.quota().inStepsOf(opening);
        allowanceKeys =
                plan.allowances().stream().mapToLong(PayingAllowance::key).toArray();
        allowanceSteps =
                plan.allowances().stream().mapToLong(PayingAllowance::stepUnits).toArray();
    }

    /** A continuation has paid its set-up fee already. */
    private static long usageMaximum(PlanTerms plan, PriceCurve opening) {
        return plan.maximumMicros() == Long.MAX_VALUE ? Long.MAX_VALUE : plan.maximumMicros() - opening.setupMicros();
    }

    /** Everything that a price depends on, spelled out here since its hash is journaled. */
    private static String terms(PlanTerms plan, BandTerms band) {
        Price price = band.price();
        return String.format(
                Locale.ROOT,
                " %d %d/%d %d/%d/%d %d %s %d %d",
                band.setupNanos(),
                band.firstStep().units(),
                band.firstStep().ownNanos(),
                price.nanos(),
                price.perUnits(),
                price.stepUnits(),
                plan.currency(),
                plan.rounding().mode(),
                plan.rounding().decimals(),
                plan.maximumMicros());
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
    public long stepCeiling(long cumulative, boolean continues) {
        return curve(continues).ceiling(cumulative);
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
    public FinalUnit finalUnit() {
        return quota.finalUnit();
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

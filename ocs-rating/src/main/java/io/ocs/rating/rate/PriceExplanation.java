package io.ocs.rating.rate;

import io.ocs.core.Money;
import io.ocs.core.charging.Tariff;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the price of one segment comes about, for people: each step in exact fractions, then what the engine says. It is not used for charging.
 *
 * @param lines in the order of the computation
 * @param setupMicros the part of the price that is debited as set-up fee
 * @param usageMicros the part that is debited for usage
 */
public record PriceExplanation(List<Line> lines, long setupMicros, long usageMicros) {

    /**
     * One step.
     *
     * @param rule which rule of the offer: {@code set-up}, {@code step}, {@code tier}, {@code discount}, {@code tax}, {@code rounding}, ...
     * @param text what it does here
     * @param amount decimal amount of the currency that it adds or that stands behind it; may be negative, ends with … if cut
     */
    public record Line(String rule, String text, String amount) {}

    /**
     * Explains the price of {@code units} of a segment.
     *
     * @param tariff one of this package
     */
    public static PriceExplanation of(Tariff tariff, long units, boolean continuation) {
        return new Builder((BandTariff) tariff, units, continuation).build();
    }

    /**
     * Explains the price of {@code units} more where tiers go by a counter.
     *
     * @param counted what the counter has counted before
     */
    public static PriceExplanation ofCounted(Tariff tariff, long counted, long units) {
        PriceExplanation all = of(tariff, Math.addExact(counted, units), false);
        if (counted == 0) {
            return all;
        }
        long before = tariff.priceMicros(counted, false);
        List<Line> lines = new ArrayList<>(all.lines());
        lines.add(new Line(
                "counter",
                "of which " + counted + " " + tariff.unit().symbol() + " were counted before by "
                        + tariff.tierCounter().name(),
                Money.text(-before)));
        return new PriceExplanation(lines, all.setupMicros(), all.usageMicros() - before);
    }

    /** What a session costs in this segment. */
    public long totalMicros() {
        return Math.addExact(setupMicros, usageMicros);
    }

    private static final class Builder {

        private static final long WHOLE = 1_000_000;

        private final BandTariff tariff;
        private final PriceTerms terms;
        private final long units;
        private final boolean continuation;
        private final String unit;
        private final List<Line> lines = new ArrayList<>();
        private Fraction sum = Fraction.ZERO;
        private Fraction net = Fraction.ZERO;

        Builder(BandTariff tariff, long units, boolean continuation) {
            this.tariff = tariff;
            this.units = units;
            this.continuation = continuation;
            terms = continuation
                    ? tariff.plan().continuation(tariff.band(), tariff.setupMicros())
                    : tariff.plan().opening(tariff.band());
            unit = " " + tariff.unit().symbol();
        }

        PriceExplanation build() {
            addSetup();
            addUsage();
            addAdjustments();
            addTaxesByLine();
            long setup = continuation ? 0 : tariff.setupMicros();
            long usage = tariff.priceMicros(units, continuation);
            addEnd(setup + usage);
            addTaxes(setup + usage);
            return new PriceExplanation(List.copyOf(lines), setup, usage);
        }

        private void add(String rule, String text, Fraction nanos) {
            lines.add(new Line(rule, text, nanos.nanosText()));
        }

        private void addSetup() {
            if (terms.setupNanos() > 0) {
                sum = Fraction.of(terms.setupNanos(), 1);
                add("set-up", "once per session", sum);
            }
        }

        private void addUsage() {
            if (units == 0) {
                return;
            }
            long charged = tariff.stepCeiling(units, continuation);
            long first = Math.min(charged, terms.first().units());
            lines.add(new Line(
                    "step",
                    units + unit + " used, " + charged + unit + " charged in started steps of " + terms.stepUnits()
                            + unit + (first > 0 ? " behind a first step of " + first + unit : ""),
                    ""));
            if (first > 0 && terms.first().hasOwnPrice()) {
                add(
                        "first-step",
                        first + unit + " at a price of their own",
                        Fraction.of(terms.first().ownNanos(), 1));
                sum = sum.plus(Fraction.of(terms.first().ownNanos(), 1));
                addTiers(terms.first().units(), charged);
            } else {
                addTiers(0, charged);
            }
        }

        private void addTiers(long from, long to) {
            boolean volume = terms.tiers().kind() == Tiers.Kind.VOLUME;
            long begin = 0;
            for (Tier tier : terms.tiers().tiers()) {
                boolean reached = volume ? to > begin && to <= tier.upTo() : to > begin;
                long part = volume ? to - from : Math.min(to, tier.upTo()) - Math.max(begin, from);
                if (reached && part > 0) {
                    Fraction cost = tier.nanosPerUnit().times(Fraction.of(part, 1));
                    add(terms.tiers().isSingle() ? "usage" : "tier", text(tier, part, begin), cost);
                    sum = sum.plus(cost);
                }
                begin = tier.upTo();
            }
        }

        private String text(Tier tier, long part, long begin) {
            String amount =
                    part + unit + " at " + Fraction.of(tier.nanos(), 1).nanosText() + " per " + tier.perUnits() + unit;
            if (terms.tiers().isSingle()) {
                return amount;
            }
            String end = tier.upTo() == Long.MAX_VALUE ? " on" : " to " + tier.upTo() + unit;
            return amount + ", " + terms.tiers().kind().name().toLowerCase(Locale.ROOT) + " tier from " + begin + end;
        }

        private void addAdjustments() {
            for (Adjustment step : terms.adjustments()) {
                Fraction after = step.apply(sum);
                add(step.isTax() ? "tax" : "discount", step.name(), after.minus(sum));
                sum = after;
            }
            if (sum.signum() < 0) {
                add("discount", "not below zero", Fraction.ZERO.minus(sum));
                sum = Fraction.ZERO;
            }
        }

        /** Taxes that are rounded by themselves. */
        private void addTaxesByLine() {
            Tax tax = tariff.plan().tax();
            net = sum;
            for (Tax.Rate rate : tax.byLine() ? tax.rates() : List.<Tax.Rate>of()) {
                Fraction line = net.times(Fraction.of(rate.millionths(), WHOLE));
                add("tax", rate.name() + " +" + percent(rate.millionths()) + ", rounded by itself", line);
                sum = sum.plus(line);
            }
        }

        private void addEnd(long totalMicros) {
            Rounding rounding = terms.rounding();
            add("sum", "exact", sum);
            lines.add(new Line(
                    "rounding",
                    rounding.mode().name().toLowerCase(Locale.ROOT).replace('_', '-') + " at " + rounding.decimals()
                            + " decimals" + limits(),
                    Money.text(totalMicros)));
        }

        private String limits() {
            Limits limits = terms.limits();
            String least = limits.minimumMicros() > 0 ? ", at least " + Money.text(limits.minimumMicros()) : "";
            String most = limits.hasMaximum()
                    ? ", at most " + Money.text(limits.maximumMicros())
                            + (limits.freeBeyond() ? " and free from there on" : " and ending there")
                    : "";
            return least + most;
        }

        private void addTaxes(long totalMicros) {
            Tax tax = tariff.plan().tax();
            boolean byLine = tax.byLine() && totalMicros == lineMicros(tax);
            for (Tax.Rate rate : tax.rates()) {
                long micros = byLine ? lineMicros(rate.millionths()) : tax.micros(rate, totalMicros);
                lines.add(new Line("of which tax", rate.name() + " " + percent(rate.millionths()), Money.text(micros)));
            }
        }

        /** Net amount and taxes, each rounded by itself; a minimum or maximum may say something else. */
        private long lineMicros(Tax tax) {
            return lineMicros(WHOLE)
                    + tax.rates().stream()
                            .mapToLong(rate -> lineMicros(rate.millionths()))
                            .sum();
        }

        private long lineMicros(long millionths) {
            Rounding rounding = terms.rounding();
            return rounding.quanta(net.times(Fraction.of(millionths, WHOLE))) * rounding.quantumMicros();
        }

        private static String percent(long millionths) {
            return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
        }
    }
}

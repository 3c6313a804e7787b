package io.ocs.server.simulation;

import io.ocs.rating.catalog.TariffCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the model knows of prices: plain numbers, a whole number of micros per started step, so that a price is one multiplication. The catalogue under
 * test is written from it as YAML and read by the real compiler. The versions differ as product managers make them differ.
 */
final class PriceList {

    /**
     * One price.
     *
     * @param plan offer and price
     * @param groups rating groups that it is for, -1: none named; empty: all
     * @param stepMicros money per started step
     */
    record Rate(
            String plan,
            Kind kind,
            Set<Long> groups,
            long stepMicros,
            long step,
            long setupMicros,
            long grantDefault,
            long grantMax,
            int validityS) {

        /** Names the terms: usage under other terms begins anew. */
        String segment() {
            return plan + "@" + stepMicros + "/" + step + "+" + setupMicros;
        }

        long price(long units) {
            return (units + step - 1) / step * stepMicros;
        }

        /** Whether it has a multiplier for a credit pool: finitely many decimals of nine times the price, and nothing beside it. */
        boolean isLinear() {
            long rest = step / gcd(9 * stepMicros, step);
            while (rest % 2 == 0) {
                rest /= 2;
            }
            while (rest % 5 == 0) {
                rest /= 5;
            }
            return setupMicros == 0 && stepMicros > 0 && rest == 1;
        }

        private static long gcd(long one, long other) {
            return other == 0 ? one : gcd(other, one % other);
        }

        /** What a usage may cost beyond its part of a pool: two steps and four micros, for what is rounded. */
        long slackMicros() {
            return 2 * (stepMicros + 2);
        }

        String name() {
            return plan.substring(plan.indexOf('/') + 1);
        }
    }

    /** Units credited with an offer; {@code paysFor} names a price of it. */
    record Allowance(String name, Kind kind, long amount, int priority, int validityHours, long step, String paysFor) {}

    record Offer(String name, String currency, long limitMicros, List<Allowance> allowances, List<Rate> rates) {

        Rate rate(Kind kind, long group) {
            for (Rate rate : rates) {
                if (rate.kind == kind && (rate.groups.isEmpty() || rate.groups.contains(group))) {
                    return rate;
                }
            }
            return null;
        }
    }

    static final int VERSIONS = 3;
    private static final List<PriceList> ALL = List.of(version(0), version(1), version(2));

    final Map<String, Offer> offers = new TreeMap<>();
    final TariffCatalog catalog;
    private final Map<String, Rate> plans = new TreeMap<>();

    private PriceList(List<Offer> list) {
        for (Offer offer : list) {
            offers.put(offer.name, offer);
            offer.rates.forEach(rate -> plans.put(rate.plan, rate));
        }
        catalog = compile(list);
    }

    static PriceList of(int version) {
        return ALL.get(version);
    }

    /** The rate of a plan, or null if this version has none of that name. */
    Rate plan(String name) {
        return name == null ? null : plans.get(name);
    }

    private static PriceList version(int version) {
        List<Offer> offers = new ArrayList<>();
        offers.add(new Offer(
                "plain",
                "EUR",
                0,
                List.of(),
                rates(
                        data("plain/surf", version == 1 ? 1_500 : 1_000, 1_000, Set.of(1L, -1L), 10_000, 100_000),
                        version == 2 ? null : data("plain/video", 700, 5_000, Set.of(2L), 20_000, 100_000),
                        new Rate("plain/calls", Kind.VOICE, Set.of(), 1_667, 1, 0, 60, 3_600, 900),
                        new Rate("plain/message", Kind.SMS, Set.of(), 90_000, 1, 0, 1, 10, 900))));
        offers.add(new Offer(
                "steps",
                "EUR",
                0,
                List.of(
                        new Allowance("minutes", Kind.VOICE, 400, 5, 3, 20, "calls"),
                        new Allowance("short", Kind.VOICE, 95, 3, 1, 30, "calls"),
                        new Allowance("texts", Kind.SMS, 5, 5, 48, 1, "message")),
                rates(
                        new Rate(
                                "steps/calls",
                                Kind.VOICE,
                                Set.of(),
                                version == 1 ? 20_000 : 15_000,
                                20,
                                30_000,
                                60,
                                600,
                                version == 2 ? 300 : 600),
                        new Rate("steps/message", Kind.SMS, Set.of(), 100_000, 1, 5_000, 1, 20, 900),
                        data("steps/surf", 999, 777, Set.of(), 7_770, 77_700))));
        offers.add(new Offer(
                "credit",
                "EUR",
                500_000,
                List.of(new Allowance("octets", Kind.DATA, 30_000, 9, 12, 1_000, "surf")),
                rates(
                        data("credit/surf", 400, 500, Set.of(), 5_000, version == 2 ? 20_000 : 50_000),
                        new Rate("credit/calls", Kind.VOICE, Set.of(), 0, 1, 250_000, 120, 1_200, 600),
                        version == 1
                                ? null
                                : new Rate("credit/message", Kind.SMS, Set.of(), 70_000, 1, 0, 1, 10, 900))));
        offers.add(new Offer(
                "dollars",
                "USD",
                0,
                List.of(),
                rates(
                        data("dollars/surf", 2_000, 1_000, Set.of(), 10_000, 100_000),
                        new Rate("dollars/calls", Kind.VOICE, Set.of(), 100_000, 60, 0, 60, 3_600, 600))));
        return new PriceList(offers);
    }

    private static List<Rate> rates(Rate... rates) {
        List<Rate> present = new ArrayList<>();
        for (Rate rate : rates) {
            if (rate != null) {
                present.add(rate);
            }
        }
        return present;
    }

    private static Rate data(String plan, long micros, long step, Set<Long> groups, long grantDefault, long grantMax) {
        return new Rate(plan, Kind.DATA, groups, micros, step, 0, grantDefault, grantMax, 600);
    }

    private static TariffCatalog compile(List<Offer> offers) {
        try {
            Path folder = Files.createTempDirectory("simulated-catalog");
            Path file = Files.writeString(folder.resolve("offers.yaml"), yaml(offers));
            try {
                return TariffCatalog.load(folder);
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String yaml(List<Offer> offers) {
        StringBuilder text = new StringBuilder("offers:\n");
        for (Offer offer : offers) {
            text.append("- name: ").append(offer.name).append("\n  currency: ").append(offer.currency);
            text.append("\n  credit-limit: ").append(money(offer.limitMicros)).append('\n');
            if (!offer.allowances.isEmpty()) {
                text.append("  allowances:\n");
                offer.allowances.forEach(allowance -> text.append(yaml(allowance)));
            }
            text.append("  counters: [{name: spent, counts: spend, period: ever, per: account}]\n");
            text.append("  notifications: [{name: much, on: counter, of: spent, above: 0.20}]\n");
            text.append("  prices:\n");
            offer.rates.forEach(rate -> text.append(yaml(rate)));
        }
        return text.toString();
    }

    private static String yaml(Allowance allowance) {
        String unit =
                switch (allowance.kind) {
                    case DATA -> "octets";
                    case VOICE -> "seconds";
                    case SMS -> "events";
                };
        String suffix = allowance.kind.suffix;
        return "  - {name: %s, unit: %s, amount: %d%s, priority: %d, validity: %dh, step: %d%s, pays-for: [%s]}\n"
                .formatted(
                        allowance.name,
                        unit,
                        allowance.amount,
                        suffix,
                        allowance.priority,
                        allowance.validityHours,
                        allowance.step,
                        suffix,
                        allowance.paysFor);
    }

    private static String yaml(Rate rate) {
        String groups = rate.groups.isEmpty()
                ? ""
                : ", rating-groups: ["
                        + rate.groups.stream()
                                .map(group -> group < 0 ? "none" : group.toString())
                                .collect(Collectors.joining(", "))
                        + "]";
        String suffix = rate.kind.suffix;
        return "  - {name: %s, match: {service: %s%s}, amount: %s, per: %d%s, step: %d%s, set-up: %s, quota: {default: %d%s, maximum: %d%s, validity: %ds}}\n"
                .formatted(
                        rate.name(),
                        rate.kind.word,
                        groups,
                        money(rate.stepMicros),
                        rate.step,
                        suffix,
                        rate.step,
                        suffix,
                        money(rate.setupMicros),
                        rate.grantDefault,
                        suffix,
                        rate.grantMax,
                        suffix,
                        rate.validityS);
    }

    private static String money(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }
}

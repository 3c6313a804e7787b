package io.ocs.rating.catalog;

import io.ocs.core.ServiceContext;
import io.ocs.core.charging.Tariff;
import io.ocs.rating.rate.MatchRule;
import io.ocs.rating.rate.PricePlan;
import io.ocs.rating.rate.Tiers;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds prices that no request gets since others are more specific everywhere, and tiers behind the maximum of their price. */
final class Reachability {

    /** Of a request whose rating group no price names. */
    private static final Set<Long> ANY_OTHER_GROUP = Set.of(Long.MIN_VALUE);

    private final Problems problems;

    Reachability(Problems problems) {
        this.problems = problems;
    }

    /** @param rules of the prices, in their order */
    void check(List<PriceModel> prices, List<MatchRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            int winner = winner(rules, i);
            if (winner >= 0) {
                PriceModel price = prices.get(i);
                problems.warn(
                        Rule.PRICE_UNREACHABLE,
                        price.name().at(),
                        "price " + price.name()
                                + " applies to no request: for each of them another price is more specific",
                        prices.get(winner).match().example() + " has price "
                                + prices.get(winner).name());
            }
        }
    }

    /** One of the prices that take all requests of a price away; -1: it has some left. */
    private static int winner(List<MatchRule> rules, int price) {
        MatchRule rule = rules.get(price);
        int winner = -1;
        for (ServiceContext service : ServiceContext.values()) {
            if (!rule.services().isEmpty() && !rule.services().contains(service)) {
                continue;
            }
            for (long group : rule.ratingGroups().isEmpty() ? ANY_OTHER_GROUP : rule.ratingGroups()) {
                winner = winner(rules, rule, service, group);
                if (winner < 0) {
                    return -1;
                }
            }
        }
        return winner;
    }

    private static int winner(List<MatchRule> rules, MatchRule rule, ServiceContext service, long group) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isMoreSpecificThan(rule) && rules.get(i).hasAllOf(rule, service, group)) {
                return i;
            }
        }
        return -1;
    }

    /** Tiers of which each has its price behind a maximum that the ones before have reached. */
    void checkTiers(PriceModel price, PricePlan plan) {
        if (price.tierKind() != Tiers.Kind.GRADUATED || price.limits().maximumMicros() == Long.MAX_VALUE) {
            return;
        }
        Tariff tariff = plan.at(0);
        for (int i = 1; i < price.tiers().size(); i++) {
            long begin = price.tiers().get(i - 1).upTo();
            long belowMaximum = price.limits().maximumMicros() - tariff.setupMicros() - 1;
            if (tariff.affordableUnits(0, false, belowMaximum) < begin) {
                problems.warn(
                        Rule.PRICE_UNREACHABLE,
                        price.tiers().get(i).at(),
                        "this tier of price " + price.name()
                                + " is never reached: 'maximum-cost' is reached within the first " + begin + " "
                                + price.unit().symbol(),
                        String.format(
                                Locale.ROOT,
                                "a session of %d %s costs no more than one of %d",
                                begin + 1,
                                price.unit().symbol(),
                                begin));
                return;
            }
        }
    }
}

package io.ocs.rating.catalog;

import io.ocs.core.charging.RatingFunction;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.agrona.collections.Long2ObjectHashMap;

/** Who may take which offer: eligibility and exclusions of a catalogue, compiled. Immutable; safe on any thread. */
final class SaleRules {

    private final Long2ObjectHashMap<Condition[]> byOffer = new Long2ObjectHashMap<>();

    /** One rule: what has to be so, of which offers (by key), and what is said if it is not. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Condition(SaleRule.Kind kind, long[] offers, String why) {

        static Condition of(SaleRule rule, OfferModel owner, Set<String> holders) {
            return new Condition(
                    rule.kind(),
                    holders.stream().mapToLong(RatingFunction::offerKey).toArray(),
                    "rule " + rule.name() + " of offer " + owner.name() + ": " + wanted(rule));
        }

        private static String wanted(SaleRule rule) {
            String names = String.join(
                    " or ", rule.offers().stream().map(Named::toString).toList());
            return switch (rule.kind()) {
                case HAS -> "only who has " + names + " may take it";
                case IS_NEW -> "only a new subscriber may take it";
                case WITH -> "only beside a member of the account who has " + names;
                case NOT_WITH -> "not on one account with " + names;
            };
        }

        boolean holds(long present, LongPredicate others) {
            return switch (kind) {
                case HAS -> anyOffer(key -> key == present);
                case IS_NEW -> present == 0;
                case WITH -> anyOffer(others);
                case NOT_WITH -> !anyOffer(others);
            };
        }

        private boolean anyOffer(LongPredicate test) {
            for (long offer : offers) {
                if (test.test(offer)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The rules of some offers; what they say of each other is a problem where it cannot be kept to. */
    static SaleRules compile(List<OfferModel> models, Problems problems) {
        SaleRules rules = new SaleRules();
        if (models.stream().anyMatch(model -> !model.sale().rules().isEmpty())) {
            new SaleRuleCompiler(models, problems)
                    .compile()
                    .forEach((name, conditions) ->
                            rules.byOffer.put(RatingFunction.offerKey(name), conditions.toArray(Condition[]::new)));
        }
        return rules;
    }

    /** See {@link RatingFunction#offerRefusal}. Who takes the offer that he has takes it again. */
    String refusal(long offer, long present, LongPredicate others) {
        Condition[] conditions = byOffer.get(offer);
        if (conditions == null || offer == present) {
            return null;
        }
        for (Condition condition : conditions) {
            if (!condition.holds(present, others)) {
                return condition.why();
            }
        }
        return null;
    }
}

package io.ocs.core.command;

import io.ocs.core.charging.RatingFunction;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import java.util.HashSet;
import java.util.Set;

/** Asks the catalogue whether somebody may take an offer: its eligibility and exclusions. One thread. */
final class OfferRules {

    private static final long NOBODY = 0;

    private final SubscriberEntry member = new SubscriberEntry();
    /** Offers of the other members. */
    private final Set<Long> others = new HashSet<>();

    private boolean looked;

    /** The refusal of a new subscriber, or null; {@code account} is what he joins, null for one of his own. */
    CommandResult refusalOfNew(RatingFunction rating, OfferTerms offer, AccountEntry account, State state) {
        return refusal(rating, offer, 0, NOBODY, account, state);
    }

    /** The refusal of a subscriber who wants another offer, or null. */
    CommandResult refusalOfChange(
            RatingFunction rating, OfferTerms offer, SubscriberEntry subscriber, AccountEntry account, State state) {
        return refusal(rating, offer, subscriber.offerKey(), subscriber.subscriberId(), account, state);
    }

    private CommandResult refusal(
            RatingFunction rating, OfferTerms offer, long present, long self, AccountEntry account, State state) {
        others.clear();
        looked = false;
        String why = rating == null
                ? null
                : rating.offerRefusal(
                        RatingFunction.offerKey(offer.name()),
                        present,
                        key -> account != null && hasOther(account, self, key, state));
        return why == null ? null : CommandResult.of(Status.NOT_ELIGIBLE, why);
    }

    /** Members are looked at once for all rules of an offer, and only if one of these asks for them. */
    private boolean hasOther(AccountEntry account, long self, long offer, State state) {
        if (!looked) {
            looked = true;
            long id = account.firstMember();
            while (id != NOBODY) {
                member.wrap(state.find(Table.SUBSCRIBER, id, 0));
                if (id != self) {
                    others.add(member.offerKey());
                }
                id = member.nextMember();
            }
        }
        return others.contains(offer);
    }
}

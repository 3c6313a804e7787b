package io.ocs.core.command;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;

/** Whom a command names: views of the subscriber and its account. One thread. */
final class Found {
    final SubscriberEntry subscriber = new SubscriberEntry();
    final AccountEntry account = new AccountEntry();
    private final IdentityEntry identity = new IdentityEntry();

    /** Looks for who has this identity. */
    boolean find(State state, SubscriptionId id) {
        long address = state.find(Table.IDENTITY, id.keyHigh(), id.keyLow());
        if (address == State.NONE || !identity.wrap(address).identity().equals(id)) {
            return false;
        }
        subscriber.wrap(state.find(Table.SUBSCRIBER, identity.subscriberId(), 0));
        account.wrap(state.find(Table.ACCOUNT, identity.accountId(), 0));
        return true;
    }

    /** Index of the main bucket. */
    int main() {
        return account.indexOf(AccountEntry.MAIN_BUCKET);
    }

    boolean isOther(int currency) {
        return currency != account.currency();
    }

    /** An amount in the account's currency. */
    String text(long micros) {
        return Money.text(micros) + Money.currencyOf(account.currency()).getCurrencyCode();
    }
}

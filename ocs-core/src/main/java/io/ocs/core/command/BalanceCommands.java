package io.ocs.core.command;

import io.ocs.core.Money;
import io.ocs.core.charging.Fee;
import io.ocs.core.charging.StateChange;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.journal.BalanceRecord.Reason;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;

/** Decides on money that comes to the main bucket, or is taken from it, by command. One instance per shard. */
final class BalanceCommands {

    private final CommandRecords records;
    private final StateChange stateChange;
    private final Fees fees;
    private State state;
    private JournalBatch batch;
    private long nowMs;
    private String key;

    BalanceCommands(CommandRecords records, StateChange stateChange, Fees fees) {
        this.records = records;
        this.stateChange = stateChange;
        this.fees = fees;
    }

    void begin(State on, JournalBatch into, long atMs, String idempotencyKey) {
        state = on;
        batch = into;
        nowMs = atMs;
        key = idempotencyKey;
    }

    CommandResult topUp(AccountCommand.TopUp command, SubscriberEntry subscriber, AccountEntry account, Fee[] charged) {
        if (CommandFunction.isOther(command.amount(), account.currency())) {
            return CommandFunction.mismatch(account.currency());
        }
        long amount = command.amount().micros();
        if (amount <= 0 || isTooMuch(account, amount)) {
            return CommandResult.of(Status.BAD_AMOUNT, "a top-up is a positive amount that the account can hold");
        }
        records.name(account.accountId(), subscriber.subscriberId(), command.subscriber(), key);
        records.credit(Reason.TOP_UP, amount);
        fees.collect(subscriber, charged);
        extend(subscriber, charged);
        return balance(account);
    }

    CommandResult adjust(
            AccountCommand.Adjust command, SubscriberEntry subscriber, AccountEntry account, Fee[] charged) {
        if (CommandFunction.isOther(command.amount(), account.currency())) {
            return CommandFunction.mismatch(account.currency());
        }
        long amount = command.amount().micros();
        long available = account.available(account.indexOf(AccountEntry.MAIN_BUCKET), nowMs);
        if (amount == 0 || isTooMuch(account, Math.max(0, amount)) || -amount > available) {
            return CommandResult.of(
                    Status.BAD_AMOUNT,
                    "an adjustment is not 0, and takes no more than is available: " + text(account, available));
        }
        String reference = command.operator() + ": " + command.reason() + " (" + key + ")";
        records.name(account.accountId(), subscriber.subscriberId(), command.subscriber(), reference);
        records.credit(Reason.ADJUSTMENT, amount);
        fees.collect(subscriber, charged);
        return balance(account);
    }

    private static boolean isTooMuch(AccountEntry account, long more) {
        int main = account.indexOf(AccountEntry.MAIN_BUCKET);
        return account.balance(main) > Long.MAX_VALUE - more || account.credited(main) > Long.MAX_VALUE - more;
    }

    /** Money brings back who is in the time of grace, unless a fee waits still, and begins the active period anew. */
    private void extend(SubscriberEntry subscriber, Fee[] charged) {
        long id = subscriber.subscriberId();
        boolean grace = subscriber.state() == LifeCycle.GRACE;
        if ((grace && fees.isWaiting(subscriber, charged)) || !stateChange.hasRoom(state, id, LifeCycle.ACTIVE)) {
            return;
        }
        if (grace) {
            stateChange.become(subscriber, LifeCycle.ACTIVE, nowMs, state, batch, nowMs);
        } else if (subscriber.state() == LifeCycle.ACTIVE) {
            stateChange.begin(id, LifeCycle.ACTIVE, nowMs, state, batch, nowMs);
        }
    }

    private CommandResult balance(AccountEntry account) {
        account.wrap(state.find(Table.ACCOUNT, account.accountId(), 0));
        long balance = account.balance(account.indexOf(AccountEntry.MAIN_BUCKET));
        return CommandResult.of(Status.DONE, "balance is " + text(account, balance));
    }

    private static String text(AccountEntry account, long micros) {
        return Money.text(micros) + Money.currencyOf(account.currency()).getCurrencyCode();
    }
}

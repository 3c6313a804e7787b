package io.ocs.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.Money;
import io.ocs.core.Octets;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.Fee;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.Notices;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.journal.BalanceRecord.Reason;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.TransferRecord;
import io.ocs.core.journal.TransferRecord.Step;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import io.ocs.core.state.TransferEntry;

/**
 * Decides on money that goes from one account to another. Within a shard it is debit and credit in one batch. Between two, the sender's shard debits and remembers
 * ({@link Step#SENT}); the receiver's credits and remembers that ({@link Step#RECEIVED}); the sender's, told, forgets or takes back; the receiver's forgets last.
 * Each step is one batch, and each may be asked for again after a crash: what is remembered keeps it from being done twice. One instance per shard.
 */
final class Transfers {

    private final int shard;
    private final long keepMs;
    private final CommandRecords records;
    private final Fees fees;
    private final Found sender = new Found();
    private final Found receiver = new Found();
    private final Notices senderNotices = new Notices();
    private final Notices receiverNotices = new Notices();
    private final TransferEntry entry = new TransferEntry();
    private final Octets text = new Octets(255);
    private final Octets otherText = new Octets(255);
    private final Octets keyText = new Octets(255);
    private State state;
    private JournalBatch batch;
    private long nowMs;
    private RatingFunction rating;
    private LifeCyclePolicy lifeCycle = LifeCyclePolicy.defaults();

    Transfers(int shard, long keepMs, CommandRecords records, Fees fees) {
        this.shard = shard;
        this.keepMs = keepMs;
        this.records = records;
        this.fees = fees;
    }

    void lifeCycle(LifeCyclePolicy policy) {
        lifeCycle = policy;
    }

    void begin(State on, JournalBatch into, long atMs, RatingFunction catalogue) {
        state = on;
        batch = into;
        nowMs = atMs;
        rating = catalogue;
        senderNotices.begin();
        receiverNotices.begin();
    }

    /** The answer to a transfer whose money is on its way under this key already; null if none is. */
    CommandResult underWay(CommandKey key) {
        long address = state.find(Table.TRANSFER, key.high(), key.low());
        return address == State.NONE
                ? null
                : CommandKey.repeated(entry.wrap(address).contentHash() == key.content(), Status.DONE);
    }

    /** Whether the shard of the receiver has to do something first, before the outcome is known. */
    boolean goesAway(AccountCommand.Transfer command) {
        return command.toShard() != shard;
    }

    /** Moves the money, or sends it on its way. */
    CommandResult send(AccountCommand.Transfer command, CommandKey id, String key) {
        CommandResult refusal = refusalOf(command);
        if (refusal != null) {
            return refusal;
        }
        watch(sender, senderNotices);
        long micros = command.amount().micros();
        records.name(sender.account.accountId(), sender.subscriber.subscriberId(), command.from(), key);
        records.credit(Reason.TRANSFER_OUT, -micros);
        if (goesAway(command)) {
            sent(command, id, key);
        } else {
            credit(command.to(), key, micros);
        }
        senderNotices.end(state, batch);
        return CommandResult.of(Status.DONE, "the balance of " + command.from() + " is " + balance(sender));
    }

    private CommandResult refusalOf(AccountCommand.Transfer command) {
        if (!sender.find(state, command.from())) {
            return unknown(command.from());
        }
        if (sender.isOther(command.amount().currency().getNumericCode())) {
            return mismatch(sender);
        }
        if (isBarred(sender)) {
            return wrongState(command.from(), sender);
        }
        long micros = command.amount().micros();
        int main = sender.main();
        long own = Math.max(0, sender.account.balance(main) - sender.account.reserved(main));
        if (micros <= 0 || micros > own) {
            return CommandResult.of(
                    Status.BAD_AMOUNT,
                    "a transfer is more than 0, and no more than the money that is the sender's own and not reserved: "
                            + sender.text(own));
        }
        if (goesAway(command)) {
            return state.room(Table.TRANSFER) < 1
                    ? CommandResult.of(Status.TOO_BUSY, "as many transfers are under way as the server can hold")
                    : null;
        }
        return refusalOf(command.to(), micros, sender.account.currency(), sender.account.accountId());
    }

    /** Why the receiver cannot have the money; null if it can. */
    private CommandResult refusalOf(SubscriptionId to, long micros, int currency, long fromAccountId) {
        if (!receiver.find(state, to)) {
            return unknown(to);
        }
        if (receiver.account.accountId() == fromAccountId) {
            return CommandResult.of(Status.SAME_ACCOUNT, "sender and receiver share one account");
        }
        if (receiver.isOther(currency)) {
            return mismatch(receiver);
        }
        if (receiver.subscriber.state() == LifeCycle.TERMINATED || receiver.account.state() == LifeCycle.TERMINATED) {
            return wrongState(to, receiver);
        }
        int main = receiver.main();
        boolean tooMuch = receiver.account.balance(main) > Long.MAX_VALUE - micros
                || receiver.account.credited(main) > Long.MAX_VALUE - micros;
        return tooMuch
                ? CommandResult.of(Status.BAD_AMOUNT, "the account of " + to + " cannot hold as much as that")
                : null;
    }

    private boolean isBarred(Found of) {
        return lifeCycle.answer(of.subscriber.state()).deniesAll()
                || lifeCycle.answer(of.account.state()).deniesAll();
    }

    private void credit(SubscriptionId to, String key, long micros) {
        watch(receiver, receiverNotices);
        records.name(receiver.account.accountId(), receiver.subscriber.subscriberId(), to, key);
        records.credit(Reason.TRANSFER_IN, micros);
        fees.collect(receiver.subscriber, feesOf(receiver));
        receiverNotices.end(state, batch);
    }

    private void sent(AccountCommand.Transfer command, CommandKey id, String key) {
        TransferRecord record = records.beginTransfer();
        record.transfer(Step.SENT, id.high(), id.low(), nowMs);
        record.money(
                command.amount().micros(),
                sender.account.currency(),
                sender.account.accountId(),
                sender.subscriber.subscriberId());
        record.target(command.toShard(), id.content());
        text.set(command.from().data());
        otherText.set(command.to().data());
        byte[] reference = key.getBytes(UTF_8);
        keyText.set(reference, 0, Math.min(reference.length, TransferEntry.REFERENCE_MAX));
        record.texts(command.from().type(), text, command.to().type(), otherText, keyText);
        records.endTransfer();
    }

    CommandResult receive(AccountCommand.ReceiveTransfer step) {
        long keyHigh = TransferEntry.receivedHigh(step.idHigh(), step.fromAccountId());
        long address = state.find(Table.TRANSFER, keyHigh, step.idLow());
        boolean known = address != State.NONE;
        if (known && entry.wrap(address).sentMs() == step.sentMs()) {
            return new CommandResult(Status.DONE, "received before", true);
        }
        if (!known && state.room(Table.TRANSFER) < 1) {
            return CommandResult.of(Status.TOO_BUSY, "as many transfers are under way as the server can hold");
        }
        CommandResult refusal = refusalOf(step.to(), step.micros(), step.currency(), step.fromAccountId());
        if (refusal != null) {
            return refusal;
        }
        if (known) { // an earlier one under this key, whose end nobody has told
            note(Step.FORGOTTEN, step.idHigh(), step.idLow(), entry.sentMs());
        }
        credit(step.to(), step.reference(), step.micros());
        TransferRecord record = records.beginTransfer();
        record.transfer(Step.RECEIVED, step.idHigh(), step.idLow(), step.sentMs());
        record.money(step.micros(), step.currency(), step.fromAccountId(), 0);
        record.noTexts();
        records.endTransfer();
        return CommandResult.of(Status.DONE, "received");
    }

    CommandResult settle(AccountCommand.SettleTransfer step) {
        long address = state.find(Table.TRANSFER, step.idHigh(), step.idLow());
        if (address == State.NONE || entry.wrap(address).sentMs() != step.sentMs()) {
            return new CommandResult(Status.DONE, "settled before", true);
        }
        if (state.find(Table.OUTCOME, step.idHigh(), step.idLow()) == State.NONE && state.room(Table.OUTCOME) < 1) {
            return CommandResult.of(Status.NO_ROOM, "no room to remember another command: raise sessions.capacity");
        }
        CommandKey key = new CommandKey(step.idHigh(), step.idLow(), entry.contentHash());
        boolean returned = step.outcome() != Status.DONE;
        if (returned) {
            records.name(entry.fromAccountId(), entry.fromSubscriberId(), entry.from(), entry.reference());
            records.credit(Reason.TRANSFER_OUT, entry.micros());
        }
        note(returned ? Step.RETURNED : Step.SETTLED, step.idHigh(), step.idLow(), step.sentMs());
        records.commandDone(key, nowMs + keepMs, step.outcome().number());
        return CommandResult.of(Status.DONE, returned ? "given back" : "settled");
    }

    CommandResult forget(AccountCommand.ForgetTransfer step) {
        long address = state.find(
                Table.TRANSFER, TransferEntry.receivedHigh(step.idHigh(), step.fromAccountId()), step.idLow());
        if (address == State.NONE || entry.wrap(address).sentMs() != step.sentMs()) {
            return new CommandResult(Status.DONE, "forgotten before", true);
        }
        note(Step.FORGOTTEN, step.idHigh(), step.idLow(), step.sentMs());
        return CommandResult.of(Status.DONE, "forgotten");
    }

    /** A step that ends what {@link #entry} is about; amount and account go along for those who read the journal. */
    private void note(Step what, long idHigh, long idLow, long sentMs) {
        TransferRecord record = records.beginTransfer();
        record.transfer(what, idHigh, idLow, sentMs);
        record.money(entry.micros(), entry.currency(), entry.fromAccountId(), entry.fromSubscriberId());
        record.noTexts();
        records.endTransfer();
    }

    private void watch(Found whom, Notices notices) {
        if (rating != null) {
            notices.begin(
                    rating,
                    whom.subscriber.subscriberId(),
                    whom.account.accountId(),
                    whom.subscriber.offerKey(),
                    state,
                    nowMs);
        }
    }

    private Fee[] feesOf(Found whom) {
        return rating == null ? Fee.NONE : rating.fees(whom.subscriber.offerKey());
    }

    private String balance(Found whom) {
        whom.account.wrap(state.find(Table.ACCOUNT, whom.account.accountId(), 0));
        return whom.text(whom.account.balance(whom.main()));
    }

    private static CommandResult unknown(SubscriptionId id) {
        return CommandResult.of(Status.UNKNOWN_SUBSCRIBER, "no subscriber has the identity " + id);
    }

    private static CommandResult wrongState(SubscriptionId id, Found found) {
        return CommandResult.of(
                Status.WRONG_STATE,
                "subscriber " + id + " is " + found.subscriber.state() + ", its account " + found.account.state());
    }

    private static CommandResult mismatch(Found found) {
        return CommandResult.of(
                Status.CURRENCY_MISMATCH,
                "an account's currency is "
                        + Money.currencyOf(found.account.currency()).getCurrencyCode());
    }
}

package io.ocs.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.Hash128;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.Fee;
import io.ocs.core.charging.Ids;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.Notices;
import io.ocs.core.charging.OnlineChargingFunction;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.StateChange;
import io.ocs.core.charging.StateMachine;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.journal.BalanceRecord.Reason;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Decides on commands, as the charging function decides on requests: all refusals first, then records, applied at once. A command that is refused
 * leaves no trace; one that is done is remembered under its idempotency key. One instance per shard.
 */
public final class CommandFunction implements AccountCommand.Visitor<CommandResult> {

    /** Outcomes that one command may leave: its own, and that of the creation of what it removes. */
    private static final int OUTCOMES_MAX = 2;

    private static final int ADMINISTRATIVE = 4; // Termination-Cause DIAMETER_ADMINISTRATIVE, RFC 6733 §8.15

    private final int shard;
    private final long keepMs;
    private final OnlineChargingFunction charging;
    private final CommandRecords records;
    private final StateChange stateChange;
    private final Fees fees;
    private final BalanceCommands balances;
    private final Transfers transfers;
    private final Notices notices = new Notices();
    private final OfferRules offerRules = new OfferRules();
    private RatingFunction rating;
    private LifeCyclePolicy lifeCycle = LifeCyclePolicy.defaults();
    private LongConsumer ending = subscriberId -> {};
    private final IdentityEntry identity = new IdentityEntry();
    private final SubscriberEntry subscriber = new SubscriberEntry();
    private final AccountEntry account = new AccountEntry();

    private State state;
    private JournalBatch batch;
    private long nowMs;
    private String key;
    private CommandKey commandKey;
    private long creationKey;
    private long creationContent;

    /** @param keepMs how long the outcome of a command is kept under its key */
    public CommandFunction(int shard, long keepMs, OnlineChargingFunction charging, StateMachine machine) {
        this.shard = shard;
        this.keepMs = keepMs;
        this.charging = charging;
        records = new CommandRecords(machine);
        stateChange = new StateChange(machine);
        fees = new Fees(records, stateChange);
        balances = new BalanceCommands(records, stateChange, fees);
        transfers = new Transfers(shard, keepMs, records, fees);
    }

    /** The catalogue that says of what subscribers are notified, from the next decision on. */
    public void rating(RatingFunction catalogue) {
        rating = catalogue;
    }

    /** How long states last and what follows them, from the next decision on. */
    public void lifeCycle(LifeCyclePolicy policy) {
        lifeCycle = policy;
        stateChange.policy(policy);
        transfers.lifeCycle(policy);
    }

    /** Subscribers who must end their sessions for what timers did since this was called last are given to {@code listener}. */
    public void onEnding(LongConsumer listener) {
        ending = listener;
    }

    /** Decides on one command; unless the result is {@link Status#DONE}, the caller rolls batch and state back. */
    public CommandResult decide(String idempotencyKey, AccountCommand command, State on, JournalBatch into, long atMs) {
        state = on;
        batch = into;
        nowMs = atMs;
        key = idempotencyKey;
        records.begin(on, into, atMs);
        notices.begin();
        fees.begin(on, into, atMs);
        balances.begin(on, into, atMs, idempotencyKey);
        transfers.begin(on, into, atMs, rating);
        if (command instanceof AccountCommand.TransferStep) {
            return carryOut(command);
        }
        CommandKey remembered = CommandKey.of(idempotencyKey, command);
        commandKey = remembered;
        CommandResult before = remembered.find(state, nowMs);
        if (before != null) {
            return before;
        }
        if (command instanceof AccountCommand.CreateSubscriber create) {
            return create(create, remembered);
        }
        if (command instanceof AccountCommand.Transfer transfer) {
            CommandResult underWay = transfers.underWay(remembered);
            if (underWay != null || transfers.goesAway(transfer)) {
                return underWay != null ? underWay : carryOut(command);
            }
        }
        if (state.room(Table.OUTCOME) < OUTCOMES_MAX) {
            return CommandResult.of(Status.NO_ROOM, "no room to remember another command: raise sessions.capacity");
        }
        CommandResult result = carryOut(command);
        if (result.isDone()) {
            notices.end(state, batch);
            records.commandDone(remembered, nowMs + keepMs, result.status().number());
        }
        return result;
    }

    /** Creations are remembered by the subscriber itself: a million of them need no place among the outcomes. */
    private CommandResult create(AccountCommand.CreateSubscriber command, CommandKey remembered) {
        if (find(command.identities().get(0)) && subscriber.creationKey() == remembered.low()) {
            return CommandKey.repeated(subscriber.creationContent() == remembered.content(), Status.DONE);
        }
        creationKey = remembered.low();
        creationContent = remembered.content();
        return carryOut(command);
    }

    /** Something of {@link #subscriber} goes by which a repeat of its creation would have found it. */
    private void rememberCreation() {
        CommandKey creation = CommandKey.ofCreation(subscriber.creationKey(), subscriber.creationContent());
        records.commandDone(creation, nowMs + keepMs, Status.DONE.number());
    }

    private CommandResult carryOut(AccountCommand command) {
        try {
            return command.accept(this);
        } catch (ArithmeticException e) {
            return CommandResult.of(Status.BAD_AMOUNT, "an amount is larger than an account can hold");
        }
    }

    private boolean find(SubscriptionId id) {
        long address = state.find(Table.IDENTITY, id.keyHigh(), id.keyLow());
        if (address == State.NONE || !identity.wrap(address).identity().equals(id)) {
            return false;
        }
        subscriber.wrap(state.find(Table.SUBSCRIBER, identity.subscriberId(), 0));
        account.wrap(state.find(Table.ACCOUNT, identity.accountId(), 0));
        watch();
        return true;
    }

    /** From here on what is done to {@link #subscriber} may cross its thresholds. */
    private void watch() {
        if (rating != null) {
            notices.begin(
                    rating, subscriber.subscriberId(), subscriber.accountId(), subscriber.offerKey(), state, nowMs);
        }
    }

    private Fee[] feesOf(OfferTerms offer) {
        return rating == null ? Fee.NONE : rating.fees(RatingFunction.offerKey(offer.name()));
    }

    private Fee[] feesOfFound() {
        return rating == null ? Fee.NONE : rating.fees(subscriber.offerKey());
    }

    private static CommandResult unknown(SubscriptionId id) {
        return CommandResult.of(Status.UNKNOWN_SUBSCRIBER, "no subscriber has the identity " + id);
    }

    private CommandResult done(String detail) {
        return CommandResult.of(Status.DONE, detail);
    }

    @Override
    public CommandResult on(AccountCommand.CreateSubscriber command) {
        CommandResult refusal = refusalOf(command);
        if (refusal != null) {
            return refusal;
        }
        OfferTerms offer = command.offer();
        long accountId;
        if (command.memberOf() == null) {
            accountId = Ids.of(records.nextId(), shard);
            records.accountOpened(accountId, offer.currency(), offer.creditLimitMicros(), LifeCycle.ACTIVE);
        } else {
            accountId = account.accountId();
        }
        long subscriberId = Ids.of(records.nextId(), shard);
        records.subscriberAdded(subscriberId, accountId, command.state(), offer.name(), creationKey, creationContent);
        for (SubscriptionId id : command.identities()) {
            records.identityAdded(subscriberId, accountId, id);
        }
        stateChange.begin(subscriberId, command.state(), nowMs, state, batch, nowMs);
        records.name(accountId, subscriberId, command.identities().get(0), key);
        records.removeExpired();
        if (command.balance() != null && command.balance().micros() != 0) {
            records.credit(Reason.OPENING, command.balance().micros());
        }
        for (OpeningBucket bucket : command.buckets()) {
            records.credit(Reason.OPENING, bucket);
        }
        if (command.withAllowances() && command.memberOf() == null) {
            offer.allowances().forEach(bucket -> records.credit(Reason.ALLOWANCE, bucket));
        }
        subscriber.wrap(state.find(Table.SUBSCRIBER, subscriberId, 0));
        fees.subscribe(subscriber, feesOf(offer));
        return done("subscriber " + command.identities().get(0) + " created");
    }

    private CommandResult refusalOf(AccountCommand.CreateSubscriber command) {
        if (command.offer().name().length() > SubscriberEntry.OFFER_NAME_MAX) {
            return CommandResult.of(
                    Status.NO_ROOM, "the name of an offer has at most " + SubscriberEntry.OFFER_NAME_MAX + " letters");
        }
        Set<SubscriptionId> seen = new HashSet<>();
        for (SubscriptionId id : command.identities()) {
            if (!seen.add(id) || state.find(Table.IDENTITY, id.keyHigh(), id.keyLow()) != State.NONE) {
                return CommandResult.of(
                        Status.IDENTITY_TAKEN, "the identity " + id + " belongs to a subscriber already");
            }
        }
        boolean joins = command.memberOf() != null;
        if (joins && !find(command.memberOf())) {
            return unknown(command.memberOf());
        }
        int currency = joins ? account.currency() : command.offer().currency();
        if (currency != command.offer().currency() || isOther(command.balance(), currency)) {
            return mismatch(currency);
        }
        CommandResult rule = offerRules.refusalOfNew(rating, command.offer(), joins ? account : null, state);
        if (rule != null) {
            return rule;
        }
        int buckets = command.buckets().size()
                + (command.withAllowances() ? command.offer().allowances().size() : 0);
        boolean room = state.room(Table.ACCOUNT) >= 1
                && state.room(Table.SUBSCRIBER) >= 1
                && stateChange.hasRoom(state, 0, command.state())
                && state.room(Table.TIMER) > Fees.timers(feesOf(command.offer()))
                && state.room(Table.IDENTITY) >= command.identities().size();
        if (!room) {
            return CommandResult.of(Status.NO_ROOM, "the server holds as many subscribers as accounts.capacity allows");
        }
        return (joins ? bucketsThatStay() : 1) + buckets > AccountEntry.BUCKETS_MAX ? tooManyBuckets() : null;
    }

    private static CommandResult tooManyBuckets() {
        return CommandResult.of(Status.NO_ROOM, "an account holds at most " + AccountEntry.BUCKETS_MAX + " buckets");
    }

    /** Buckets of the account that have not expired, or are held by an open session. */
    private int bucketsThatStay() {
        int count = 0;
        for (int i = 0; i < account.bucketCount(); i++) {
            count += account.isExpired(i, nowMs) ? 0 : 1;
        }
        return count;
    }

    static boolean isOther(Money money, int currency) {
        return money != null && money.currency().getNumericCode() != currency;
    }

    static CommandResult mismatch(int currency) {
        return CommandResult.of(
                Status.CURRENCY_MISMATCH,
                "the account's currency is " + Money.currencyOf(currency).getCurrencyCode());
    }

    @Override
    public CommandResult on(AccountCommand.TopUp command) {
        return find(command.subscriber())
                ? balances.topUp(command, subscriber, account, feesOfFound())
                : unknown(command.subscriber());
    }

    @Override
    public CommandResult on(AccountCommand.Adjust command) {
        return find(command.subscriber())
                ? balances.adjust(command, subscriber, account, feesOfFound())
                : unknown(command.subscriber());
    }

    @Override
    public CommandResult on(AccountCommand.ChangeState command) {
        if (!find(command.subscriber())) {
            return unknown(command.subscriber());
        }
        LifeCycle before = subscriber.state();
        LifeCycle next = command.state();
        if (next == LifeCycle.RECYCLED || !before.mayBecome(next)) {
            return CommandResult.of(
                    Status.WRONG_STATE,
                    "subscriber " + command.subscriber() + " is " + before + " and cannot become " + next);
        }
        if (before == next) {
            return done("subscriber " + command.subscriber() + " is " + next + " already");
        }
        if (!stateChange.hasRoom(state, subscriber.subscriberId(), next)) {
            return CommandResult.of(Status.NO_ROOM, "no room for another timer: raise accounts.capacity");
        }
        stateChange.become(subscriber, next, nowMs, state, batch, nowMs);
        return done("subscriber " + command.subscriber() + " is " + next);
    }

    /**
     * Does what a timer asks for; the caller rolls batch and state back unless it is done.
     *
     * @return whether it is done; otherwise it is to be tried again later
     */
    public boolean onTimer(long ownerId, long kind, State on, JournalBatch into, long atMs) {
        state = on;
        batch = into;
        nowMs = atMs;
        key = "life-cycle";
        records.begin(on, into, atMs);
        long address = state.find(Table.SUBSCRIBER, ownerId, 0);
        fees.begin(on, into, atMs);
        if (address == State.NONE) { // of a fee of an offer that somebody had who is gone
            records.timer(ownerId, kind, 0, 0);
            return true;
        }
        subscriber.wrap(address);
        account.wrap(state.find(Table.ACCOUNT, subscriber.accountId(), 0));
        if (kind != TimerEntry.LIFE_CYCLE) {
            return chargeFee(ownerId, kind);
        }
        long dueMs = stateChange.endMs(state, ownerId);
        if (dueMs > atMs) {
            return false;
        }
        watch();
        boolean done = endState(dueMs);
        notices.end(state, batch);
        return done;
    }

    private boolean chargeFee(long ownerId, long feeKey) {
        watch();
        records.name(account.accountId(), ownerId, firstIdentity(), "fee");
        if (!fees.onTimer(subscriber, feeKey, feesOfFound())) {
            records.timer(ownerId, feeKey, 0, 0); // the catalogue has it no more
        }
        notices.end(state, batch);
        return true;
    }

    /** The state has ended when its timer was due, however late that is seen: what follows counts from then. */
    private boolean endState(long dueMs) {
        LifeCycle next = lifeCycle.stage(subscriber.state()).then();
        if (next == LifeCycle.RECYCLED) {
            return recycle();
        }
        if (next == null) { // the policy has changed since
            stateChange.begin(subscriber.subscriberId(), subscriber.state(), nowMs, state, batch, nowMs);
            return true;
        }
        long id = subscriber.subscriberId();
        stateChange.become(subscriber, next, dueMs, state, batch, nowMs);
        if (lifeCycle.answer(next).deniesAll()) {
            ending.accept(id);
        }
        return true;
    }

    private boolean recycle() {
        if (account.openSessions() > 0 || mayHaveMoneyBack()) {
            return false; // they were asked to end, and those that are silent end by supervision
        }
        SubscriptionId first = firstIdentity();
        removeFound(first);
        return true;
    }

    private SubscriptionId firstIdentity() {
        identity.wrap(state.find(Table.IDENTITY, subscriber.firstIdentityHigh(), subscriber.firstIdentityLow()));
        return identity.identity();
    }

    @Override
    public CommandResult on(AccountCommand.ChangeOffer command) {
        if (!find(command.subscriber())) {
            return unknown(command.subscriber());
        }
        OfferTerms offer = command.offer();
        if (offer.currency() != account.currency()) {
            return mismatch(account.currency());
        }
        CommandResult rule = offerRules.refusalOfChange(rating, offer, subscriber, account, state);
        if (rule != null) {
            return rule;
        }
        if (bucketsThatStay() + offer.allowances().size() > AccountEntry.BUCKETS_MAX) {
            return tooManyBuckets();
        }
        long accountId = account.accountId();
        if (state.room(Table.TIMER) < Fees.timers(feesOf(offer))) {
            return CommandResult.of(Status.NO_ROOM, "no room for further timers: raise accounts.capacity");
        }
        boolean alone = account.memberCount() == 1;
        records.name(accountId, subscriber.subscriberId(), command.subscriber(), key);
        fees.unsubscribe(subscriber, feesOfFound());
        records.subscriberChanged(subscriber.subscriberId(), accountId, subscriber.state(), offer.name());
        if (alone) {
            records.accountChanged(accountId, account.currency(), offer.creditLimitMicros(), account.state());
        }
        records.name(accountId, subscriber.subscriberId(), command.subscriber(), key);
        records.removeExpired();
        offer.allowances().forEach(bucket -> records.credit(Reason.ALLOWANCE, bucket));
        fees.subscribe(subscriber, feesOf(offer));
        return done("subscriber " + command.subscriber() + " has the offer " + offer.name());
    }

    @Override
    public CommandResult on(AccountCommand.AddIdentity command) {
        if (state.find(
                        Table.IDENTITY,
                        command.identity().keyHigh(),
                        command.identity().keyLow())
                != State.NONE) {
            return CommandResult.of(
                    Status.IDENTITY_TAKEN, "the identity " + command.identity() + " belongs to a subscriber already");
        }
        if (!find(command.subscriber())) {
            return unknown(command.subscriber());
        }
        if (state.room(Table.IDENTITY) < 1) {
            return CommandResult.of(Status.NO_ROOM, "the server holds as many identities as accounts.capacity allows");
        }
        records.identityAdded(subscriber.subscriberId(), account.accountId(), command.identity());
        return done("identity " + command.identity() + " added");
    }

    @Override
    public CommandResult on(AccountCommand.RemoveIdentity command) {
        if (!find(command.identity())) {
            return unknown(command.identity());
        }
        if (subscriber.identityCount() == 1) {
            return CommandResult.of(
                    Status.LAST_IDENTITY, "a subscriber needs one identity: remove the subscriber instead");
        }
        rememberCreation();
        records.identityRemoved(subscriber.subscriberId(), account.accountId(), command.identity());
        return done("identity " + command.identity() + " removed");
    }

    @Override
    public CommandResult on(AccountCommand.RemoveSubscriber command) {
        if (!find(command.subscriber())) {
            return unknown(command.subscriber());
        }
        if (account.openSessions() > 0) {
            return CommandResult.of(
                    Status.SESSIONS_OPEN,
                    account.openSessions()
                            + " sessions are open on the account: those of the subscriber are asked to end; try again, or abort them");
        }
        if (mayHaveMoneyBack()) {
            return CommandResult.of(
                    Status.TRANSFERS_OPEN,
                    account.transfersOpen() + " transfers from the account are under way: try again");
        }
        rememberCreation();
        removeFound(command.subscriber());
        return done("subscriber " + command.subscriber() + " removed");
    }

    /** Money on its way may have to come back, so that the account must stay. */
    private boolean mayHaveMoneyBack() {
        return account.memberCount() == 1 && account.transfersOpen() > 0;
    }

    private void removeFound(SubscriptionId named) {
        long accountId = account.accountId();
        fees.forget(subscriber, feesOfFound());
        if (account.memberCount() == 1) {
            records.name(accountId, subscriber.subscriberId(), named, key);
            records.forfeit();
        }
        records.subscriberRemoved(subscriber.subscriberId(), accountId, subscriber.state(), subscriber.offerName());
    }

    @Override
    public CommandResult on(AccountCommand.Transfer command) {
        return transfers.send(command, commandKey, key);
    }

    @Override
    public CommandResult on(AccountCommand.TransferStep command) {
        if (command instanceof AccountCommand.ReceiveTransfer receive) {
            return transfers.receive(receive);
        }
        if (command instanceof AccountCommand.SettleTransfer settle) {
            return transfers.settle(settle);
        }
        return transfers.forget((AccountCommand.ForgetTransfer) command);
    }

    @Override
    public CommandResult on(AccountCommand.AbortSession command) {
        byte[] id = command.sessionId().getBytes(UTF_8);
        long high = Hash128.high(id, 0, id.length, 0);
        long low = Hash128.low(id, 0, id.length, 0);
        return charging.endSession(high, low, ADMINISTRATIVE, Long.MAX_VALUE, state, batch, nowMs)
                ? done("session ended")
                : CommandResult.of(Status.UNKNOWN_SESSION, "no such session is open");
    }
}

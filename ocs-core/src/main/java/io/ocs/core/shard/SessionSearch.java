package io.ocs.core.shard;

import io.ocs.core.ResultCode;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.initiated.ClientRequest.Kind;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.Table;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Finds the open sessions that a change concerns, and has their clients asked (RFC 8506 §5.6.4, RFC 6733 §8.5): after money came in, those of the account
 * that were granted the last units, few, or none; when a debit took its money below a threshold, its others, of clients that want to know; after another
 * catalogue, all; when a subscriber is suspended or to be removed, its own, to end.
 *
 * <p>The accounts and subscribers concerned wait for the next round over all sessions, so that one round serves many. Paced: one duty cycle looks at
 * {@value #SLOTS_MAX} slots at most, and none while the way to the clients has no room. Belongs to the shard's thread.
 */
final class SessionSearch {

    private static final int SLOTS_MAX = 1_024;
    /**
     * Accounts, and subscribers, that wait for a round. With more accounts the round is for all of them; more subscribers than that are not asked to end:
     * their next requests are refused in any case.
     */
    private static final int WANTED_MAX = 8_192;

    /** No session has such half a key, but for a rare chance: then one is not asked, or is. */
    private static final long NOBODY = Long.MIN_VALUE;

    private static final long EVERY = Long.MIN_VALUE + 1;

    private final AccountStore image;
    private final ClientCalls calls;
    /** A grant valid for so long or less was short because of others that held the money. */
    private final int shortValidityS;

    private final SessionEntry session = new SessionEntry();
    private final ServiceEntry service = new ServiceEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private final AccountEntry account = new AccountEntry();
    private final AccountStore.Visitor visitor = this::visit;
    private Wanted waiting = new Wanted();
    private Wanted wanted = new Wanted();
    private long cursor;
    private long left;
    private long nowMs;

    /** What one round looks for. */
    private static final class Wanted {
        final LongHashSet accounts = new LongHashSet();
        final LongHashSet subscribers = new LongHashSet();
        /** Accounts that became low, each with the session whose charge did it, which knows. */
        final Long2LongHashMap low = new Long2LongHashMap(NOBODY);

        boolean all;

        boolean isEmpty() {
            return !all && accounts.isEmpty() && subscribers.isEmpty() && low.isEmpty();
        }

        boolean hasAccount(long id) {
            return accounts.size() == WANTED_MAX || accounts.contains(id);
        }

        void clear() {
            accounts.clear();
            subscribers.clear();
            low.clear();
            all = false;
        }
    }

    SessionSearch(AccountStore image, ClientCalls calls, int shortValidityS) {
        this.image = image;
        this.calls = calls;
        this.shortValidityS = shortValidityS;
    }

    /** Takes what became of a command, once it is durable. */
    void onCommand(AccountCommand command, CommandResult result, LifeCyclePolicy lifeCycle) {
        if (result.repeated()) {
            return;
        }
        boolean credited = command instanceof AccountCommand.TopUp
                || command instanceof AccountCommand.Adjust
                || command instanceof AccountCommand.ChangeOffer;
        boolean suspended = command instanceof AccountCommand.ChangeState change
                && lifeCycle.answer(change.state()).deniesAll();
        if (result.isDone() && (credited || suspended)) {
            want(command.subject(), suspended);
        } else if (result.isDone() && command instanceof AccountCommand.Transfer transfer) {
            want(transfer.to(), false);
        } else if (result.isDone() && command instanceof AccountCommand.ReceiveTransfer receive) {
            want(receive.to(), false);
        } else if (command instanceof AccountCommand.RemoveSubscriber
                && result.status() == CommandResult.Status.SESSIONS_OPEN) {
            want(command.subject(), true);
        }
    }

    private void want(SubscriptionId subject, boolean toEnd) {
        long address = image.find(Table.IDENTITY, subject.keyHigh(), subject.keyLow());
        if (address == AccountStore.NONE) {
            return; // removed meanwhile
        }
        identity.wrap(address);
        long owner = image.find(Table.ACCOUNT, identity.accountId(), 0);
        if (owner == AccountStore.NONE || account.wrap(owner).openSessions() == 0) {
            return;
        }
        LongHashSet set = toEnd ? waiting.subscribers : waiting.accounts;
        if (set.size() < WANTED_MAX) {
            set.add(toEnd ? identity.subscriberId() : identity.accountId());
        }
    }

    /** A debit that is durable took the money of an account below the threshold: that of a session, which is not asked, or of an event. */
    void onLowBalance(long accountId, long sessionLow) {
        long owner = image.find(Table.ACCOUNT, accountId, 0);
        if (owner == AccountStore.NONE || account.wrap(owner).openSessions() == 0 || waiting.low.size() >= WANTED_MAX) {
            return;
        }
        boolean again = waiting.low.containsKey(accountId) && waiting.low.get(accountId) != sessionLow;
        waiting.low.put(accountId, again ? EVERY : sessionLow == NOBODY ? EVERY : sessionLow);
    }

    /** The sessions of a subscriber are to end, by what is durable. */
    void wantEnd(long subscriberId) {
        if (waiting.subscribers.size() < WANTED_MAX) {
            waiting.subscribers.add(subscriberId);
        }
    }

    /** The sessions are to be rated by another catalogue. */
    void wantAll() {
        waiting.all = true;
    }

    /**
     * Goes on with the round, if there is one.
     *
     * @param atMs time of the shard
     * @return slots looked at
     */
    int work(long atMs) {
        if (left == 0) {
            if (waiting.isEmpty()) {
                return 0;
            }
            begin();
        }
        if (calls.room() <= 0) {
            return 0;
        }
        nowMs = atMs;
        long count = Math.min(SLOTS_MAX, left);
        long before = cursor;
        cursor = image.sweep(Table.SESSION, cursor, count, visitor);
        long looked = cursor > before ? cursor - before : count; // it ends at the end of the table
        left = Math.max(0, left - looked);
        if (left == 0) {
            wanted.clear();
        }
        return (int) Math.max(1, looked);
    }

    private void begin() {
        Wanted done = wanted;
        wanted = waiting;
        waiting = done;
        cursor = 0;
        left = image.slots(Table.SESSION);
        if (left == 0) {
            wanted.clear();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is counted where it is sent
    private boolean visit(long address) {
        session.wrap(address);
        if (wanted.subscribers.contains(session.subscriberId())) {
            calls.call(Kind.ABORT, session, nowMs);
        } else if (wanted.all || (wanted.hasAccount(session.accountId()) && isShort())) {
            calls.call(Kind.RE_AUTHORIZE, session, nowMs);
        } else if (session.wantsLowBalanceCall()) {
            long spender = wanted.low.get(session.accountId());
            if (spender != NOBODY && spender != session.keyLow()) {
                calls.call(Kind.RE_AUTHORIZE, session, nowMs);
            }
        }
        return calls.room() > 0;
    }

    /** Whether a service of the session has no units, or was told last that these are the last, or few. */
    private boolean isShort() {
        long high = session.firstServiceHigh();
        long low = session.firstServiceLow();
        for (int count = session.serviceCount(); count > 0; count--) {
            service.wrap(image.find(Table.SERVICE, high, low));
            if (isShort(service.lastAnswer())) {
                return true;
            }
            high = service.nextHigh();
            low = service.nextLow();
        }
        return false;
    }

    private boolean isShort(int answer) {
        if (answer < 0 || service.answerResult(answer) == ResultCode.RATING_FAILED) {
            return false;
        }
        return service.grantedUnits() == 0
                || service.answerFinal(answer) != null
                || service.answerValidityS(answer) <= shortValidityS;
    }
}

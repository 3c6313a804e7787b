package io.ocs.core.shard;

import io.ocs.core.ResultCode;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.initiated.ClientRequest.Kind;
import io.ocs.core.initiated.ClientRequests.Reach;
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
 * <p>The accounts and subscribers concerned wait for the next round over all sessions, so that one round serves many. The round of another catalogue, which
 * may take long, is interrupted by these. Paced: one duty cycle looks at {@value #SLOTS_MAX} slots at most, and none while the way to the clients has no
 * room. Belongs to the shard's thread.
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
    private final Round some = new Round(Reach.SOME, this::visit);
    private final Round all = new Round(Reach.ALL, this::visitAnybody);
    private Wanted waiting = new Wanted();
    private Wanted wanted = new Wanted();
    private boolean allWanted;
    /** Whether the round over all goes on next, although others wait: else they could keep it from its end. */
    private boolean turnOfAll;

    private long nowMs;

    /** What one round looks for. */
    private static final class Wanted {
        final LongHashSet accounts = new LongHashSet();
        final LongHashSet subscribers = new LongHashSet();
        /** Accounts that became low, each with the session whose charge did it, which knows. */
        final Long2LongHashMap low = new Long2LongHashMap(NOBODY);

        boolean isEmpty() {
            return accounts.isEmpty() && subscribers.isEmpty() && low.isEmpty();
        }

        boolean hasAccount(long id) {
            return accounts.size() == WANTED_MAX || accounts.contains(id);
        }

        void clear() {
            accounts.clear();
            subscribers.clear();
            low.clear();
        }
    }

    /** One look at each slot, in steps. */
    private final class Round {
        private final Reach reach;
        private final AccountStore.Visitor visitor;
        private long cursor;
        private long left;

        Round(Reach reach, AccountStore.Visitor visitor) {
            this.reach = reach;
            this.visitor = visitor;
        }

        boolean isOver() {
            return left == 0;
        }

        void begin() {
            cursor = 0;
            left = image.slots(Table.SESSION);
        }

        /** Goes on, if there is room. @return slots looked at */
        int step() {
            if (calls.room(reach) <= 0) {
                return 0;
            }
            long count = Math.min(SLOTS_MAX, left);
            long before = cursor;
            cursor = image.sweep(Table.SESSION, cursor, count, visitor);
            long looked = cursor > before ? cursor - before : count; // it ends at the end of the table
            left = Math.max(0, left - looked);
            return (int) Math.max(1, looked);
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
        allWanted = true;
    }

    /**
     * Goes on with a round, if there is one.
     *
     * @param atMs time of the shard
     * @return slots looked at
     */
    int work(long atMs) {
        nowMs = atMs;
        if (some.isOver() && !waiting.isEmpty()) {
            beginSome();
        }
        if (all.isOver() && allWanted) {
            allWanted = false;
            all.begin();
        }
        int looked = 0;
        if (some.isOver() || turnOfAll) {
            turnOfAll = false;
            looked = all.isOver() ? 0 : all.step();
        }
        return looked > 0 || some.isOver() ? looked : stepSome();
    }

    private int stepSome() {
        int looked = some.step();
        if (some.isOver()) {
            wanted.clear();
            turnOfAll = true;
        }
        return looked;
    }

    private void beginSome() {
        Wanted done = wanted;
        wanted = waiting;
        waiting = done;
        some.begin();
        if (some.isOver()) {
            wanted.clear();
        }
    }

    private boolean visit(long address) {
        session.wrap(address);
        if (wanted.subscribers.contains(session.subscriberId())) {
            call(Kind.ABORT, Reach.SOME);
        } else if (wanted.hasAccount(session.accountId()) && isShort()) {
            call(Kind.RE_AUTHORIZE, Reach.SOME);
        } else if (session.wantsLowBalanceCall()) {
            long spender = wanted.low.get(session.accountId());
            if (spender != NOBODY && spender != session.keyLow()) {
                call(Kind.RE_AUTHORIZE, Reach.SOME);
            }
        }
        return calls.room(Reach.SOME) > 0;
    }

    private boolean visitAnybody(long address) {
        session.wrap(address);
        if (!isToEnd(session.subscriberId())) {
            call(Kind.RE_AUTHORIZE, Reach.ALL);
        }
        return calls.room(Reach.ALL) > 0;
    }

    /** Whether the sessions of this subscriber are asked to end meanwhile. */
    private boolean isToEnd(long subscriberId) {
        return wanted.subscribers.contains(subscriberId) || waiting.subscribers.contains(subscriberId);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is counted where it is sent
    private void call(Kind kind, Reach reach) {
        calls.call(kind, session, reach, nowMs);
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

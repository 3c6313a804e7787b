package io.ocs.core.charging;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/**
 * The online charging function (TS 32.296): session and event based charging. {@link #decide} writes the answer into the exchange and its record
 * into the batch, and applies the record to {@code state}, so that the next decision sees it. It asks no clock and does no I/O. One instance per
 * shard; nothing is allocated.
 */
public final class OnlineChargingFunction {

    private static final String OVERFLOW = "an amount is too large to be rated";

    private final Decision decision;
    private final StateChange stateChange;
    private final Counting counting;
    private final SessionCharging sessions;
    private final EventCharging events;
    private long lowAccount;

    public OnlineChargingFunction(ChargingPolicy policy, AccountBalanceFunction balances, StateMachine machine) {
        decision = new Decision(policy);
        stateChange = new StateChange(machine);
        counting = new Counting(machine);
        Repeats repeats = new Repeats();
        sessions = new SessionCharging(
                repeats,
                new ServiceCharging(balances, machine.sessions(), counting),
                machine.sessions(),
                stateChange,
                counting);
        events = new EventCharging(repeats, balances, machine.sessions(), stateChange, counting);
    }

    /** What the states of subscribers answer, from the next decision on. */
    public void lifeCycle(LifeCyclePolicy policy) {
        decision.lifeCycle = policy;
        stateChange.policy(policy);
    }

    /** Decides on one request. After {@link Outcome#ABANDONED} the caller rolls batch and state back; the answer stands. */
    public Outcome decide(
            CreditControlExchange exchange, State state, JournalBatch batch, RatingVersions rating, long nowMs) {
        decision.begin(exchange, state, batch, rating, nowMs);
        lowAccount = 0;
        counting.begin();
        decision.notices.begin();
        try {
            Outcome outcome = exchange.request().type() == RequestType.EVENT
                    ? events.decide(decision)
                    : sessions.decide(decision);
            if (outcome == Outcome.CHANGED) {
                if (decision.costMicros > 0 && decision.policy.lowBalanceMicros() > 0) {
                    noteLowBalance();
                }
                decision.notices.end(state, batch);
            }
            return outcome;
        } catch (ArithmeticException e) {
            decision.answer.refuse(ResultCode.RATING_FAILED, Failed.SERVICE_CONTEXT_ID, OVERFLOW);
            return Outcome.ABANDONED;
        }
    }

    private void noteLowBalance() {
        long accountId = decision.record.accountId();
        AccountEntry account = decision.account.wrap(decision.state.find(Table.ACCOUNT, accountId, 0));
        long micros = Advice.moneyMicros(account, decision.nowMs);
        long low = decision.policy.lowBalanceMicros();
        if (micros < low && micros >= low - decision.costMicros) {
            lowAccount = accountId;
        }
    }

    /** The account whose money the last decision took below {@link ChargingPolicy#lowBalanceMicros}; 0 if none. */
    public long lowAccount() {
        return lowAccount;
    }

    /**
     * Ends the session of a termination that could not be decided, because what it reports cannot be computed: it has to end in any case (RFC 8506 §7), at
     * what it has cost so far, and is answered 2001. To be called after the roll-back.
     *
     * @return whether the request is a termination of an open session
     */
    public boolean endAnyway(CreditControlExchange exchange, State state, JournalBatch batch, long nowMs) {
        CreditControlRequest request = exchange.request();
        long address = request.type() == RequestType.TERMINATION
                ? state.find(Table.SESSION, request.sessionHigh(), request.sessionLow())
                : State.NONE;
        if (address == State.NONE || !decision.session.wrap(address).is(request.sessionId)) {
            return false;
        }
        decision.state = state;
        decision.batch = batch;
        decision.nowMs = nowMs;
        sessions.end(decision, request.terminationCause());
        exchange.answer.clear();
        return true;
    }

    /** Reports so far of more usage than anybody can have had; those that were decided in vain, for a commit that failed, too. */
    public long implausibleReports() {
        return decision.implausibleReports;
    }

    /**
     * Ends an open session without a request.
     *
     * @param cause Termination-Cause to be recorded
     * @param deadlineMs ends it only if its supervision deadline is not after this; {@link Long#MAX_VALUE} ends it in any case
     * @return whether it was there and was ended
     */
    public boolean endSession(
            long sessionHigh,
            long sessionLow,
            int cause,
            long deadlineMs,
            State state,
            JournalBatch batch,
            long nowMs) {
        long address = state.find(Table.SESSION, sessionHigh, sessionLow);
        SessionEntry session = decision.session;
        if (address == State.NONE || session.wrap(address).deadlineMs() > deadlineMs) {
            return false;
        }
        decision.state = state;
        decision.batch = batch;
        decision.nowMs = nowMs;
        sessions.end(decision, cause);
        return true;
    }
}

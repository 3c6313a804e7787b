package io.ocs.core.charging;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlExchange;
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
    private final SessionCharging sessions;
    private final EventCharging events;

    public OnlineChargingFunction(ChargingPolicy policy, AccountBalanceFunction balances, StateMachine machine) {
        decision = new Decision(policy);
        Repeats repeats = new Repeats();
        sessions = new SessionCharging(repeats, new ServiceCharging(balances, machine.sessions()), machine.sessions());
        events = new EventCharging(repeats, balances, machine.sessions());
    }

    /** Decides on one request. After {@link Outcome#ABANDONED} the caller rolls batch and state back; the answer stands. */
    public Outcome decide(
            CreditControlExchange exchange, State state, JournalBatch batch, RatingVersions rating, long nowMs) {
        decision.begin(exchange, state, batch, rating, nowMs);
        try {
            return exchange.request().type() == RequestType.EVENT ? events.decide(decision) : sessions.decide(decision);
        } catch (ArithmeticException e) {
            decision.answer.refuse(ResultCode.RATING_FAILED, Failed.SERVICE_CONTEXT_ID, OVERFLOW);
            return Outcome.ABANDONED;
        }
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

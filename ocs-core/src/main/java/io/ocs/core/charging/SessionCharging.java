package io.ocs.core.charging;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.charging.LifeCyclePolicy.Answer;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/** Session based charging (SCUR): initial, update and termination requests, in the server's state machine of RFC 8506 §7. */
final class SessionCharging {

    private static final String CLASH = "this Session-Id clashes with that of another open session";
    private static final String OPEN = "this session is open already";
    private static final String OLD =
            "this CC-Request-Number is so old that it may have been answered: not charged again";

    private final Repeats repeats;
    private final ServiceCharging services;
    private final SessionMachine machine;
    private final StateChange stateChange;
    private final Counting counting;

    SessionCharging(
            Repeats repeats,
            ServiceCharging services,
            SessionMachine machine,
            StateChange stateChange,
            Counting counting) {
        this.repeats = repeats;
        this.services = services;
        this.machine = machine;
        this.stateChange = stateChange;
        this.counting = counting;
    }

    Outcome decide(Decision d) {
        long open = d.state.find(Table.SESSION, d.sessionHigh, d.sessionLow);
        if (open == State.NONE) {
            return idle(d);
        }
        if (!d.session.wrap(open).is(d.request.sessionId)) {
            d.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, CLASH);
            return Outcome.UNCHANGED;
        }
        if (repeats.answerInSession(d)) {
            return Outcome.UNCHANGED;
        }
        return switch (d.request.type()) {
            case UPDATE -> update(d);
            case TERMINATION -> terminate(d);
            case INITIAL, EVENT -> refuse(d, ResultCode.UNABLE_TO_COMPLY, OPEN);
        };
    }

    private Outcome idle(Decision d) {
        if (repeats.answerEnded(d)) {
            return Outcome.UNCHANGED;
        }
        return switch (d.request.type()) {
            case INITIAL -> open(d);
            case UPDATE -> refuse(d, ResultCode.UNKNOWN_SESSION_ID, null);
            case TERMINATION -> Outcome.UNCHANGED; // answered 2001: some clients end sessions that were refused
            case EVENT -> throw new IllegalStateException("an event is no matter of sessions");
        };
    }

    private static Outcome refuse(Decision d, ResultCode code, String message) {
        d.answer.refuse(code, Failed.NONE, message);
        return Outcome.UNCHANGED;
    }

    private Outcome open(Decision d) {
        if (!d.findSubscriber()) {
            return refuse(d, ResultCode.USER_UNKNOWN, null);
        }
        Answer standing = d.standing();
        if (standing.deniesAll()) {
            return refuse(d, standing.code(), null);
        }
        if (d.state.room(Table.SESSION) < 1
                || !roomForServices(d, 0)
                || (standing == Answer.SERVE && !stateChange.hasRoomForFirstUse(d.state, d.subscriber))) {
            return refuse(d, ResultCode.TOO_BUSY, null);
        }
        counting.keepHolds(d);
        int flags = CreditControlRecord.OPENED
                | (d.request.client().lowBalanceCalls() ? CreditControlRecord.LOW_BALANCE_CALL : 0);
        d.beginRecord(flags, d.account.accountId(), d.subscriber.subscriberId(), d.subscriber.offerKey(), d.nowMs);
        d.record.cost(0, d.account.currency());
        machine.applyHead(d.state, d.record);
        d.session.wrap(d.state.find(Table.SESSION, d.sessionHigh, d.sessionLow));
        d.answersAs = standing;
        return activated(d, chargeAll(d, standing == Answer.SERVE));
    }

    /** The first use makes active who was not; a session that was refused is none. */
    private Outcome activated(Decision d, Outcome outcome) {
        if (outcome == Outcome.CHANGED && d.subscriber.state() == LifeCycle.PRE_ACTIVE && d.answersAs == Answer.SERVE) {
            stateChange.become(d.subscriber, LifeCycle.ACTIVE, d.nowMs, d.state, d.batch, d.nowMs);
        }
        return outcome;
    }

    /** Whether the services that the request names for the first time have room, in the table and in the session. */
    private static boolean roomForServices(Decision d, int open) {
        int fresh = 0;
        for (int i = 0; i < d.request.serviceCount(); i++) {
            long group = d.request.service(i).ratingGroup();
            long identifier = d.request.service(i).serviceIdentifier();
            long high = ServiceEntry.keyHigh(d.sessionHigh, group, identifier);
            long low = ServiceEntry.keyLow(d.sessionLow, group, identifier);
            fresh += d.state.find(Table.SERVICE, high, low) == State.NONE ? 1 : 0;
        }
        return fresh == 0 || (d.state.room(Table.SERVICE) >= fresh && open + fresh <= SessionEntry.SERVICES_MAX);
    }

    private Outcome update(Decision d) {
        if (d.session.mayHaveForgotten(d.request.number())) {
            return refuse(d, ResultCode.UNABLE_TO_COMPLY, OLD);
        }
        if (!roomForServices(d, d.session.serviceCount())) {
            return refuse(d, ResultCode.TOO_BUSY, null);
        }
        beginInSession(d, 0);
        d.answersAs = d.standing();
        return chargeAll(d, d.answersAs == Answer.SERVE);
    }

    /** Begins the record of a request of the open session. */
    private static void beginInSession(Decision d, int flags) {
        d.deadlineMs = d.session.deadlineMs();
        d.account.wrap(d.state.find(Table.ACCOUNT, d.session.accountId(), 0));
        d.subscriber.wrap(d.state.find(Table.SUBSCRIBER, d.session.subscriberId(), 0));
        d.beginRecord(
                flags, d.session.accountId(), d.session.subscriberId(), d.session.offerKey(), d.session.openedMs());
        d.record.cost(d.session.costMicros(), d.account.currency());
    }

    private Outcome terminate(Decision d) {
        if (!roomForServices(d, d.session.serviceCount())) {
            return refuse(d, ResultCode.TOO_BUSY, null);
        }
        beginInSession(d, CreditControlRecord.CLOSED);
        boolean keep = d.state.room(Table.OUTCOME) > 0;
        long windowMs = d.request.retransmitted() ? d.policy.duplicatesWindowMs() : d.policy.endedWindowMs();
        d.record.outcomeExpiresMs(keep ? d.nowMs + windowMs : 0);
        return chargeAll(d, false);
    }

    private Outcome chargeAll(Decision d, boolean reserve) {
        long costBefore = d.record.costMicros();
        for (int i = 0; i < d.request.serviceCount(); i++) {
            services.charge(d, i, reserve);
        }
        if (d.answersAs.deniesAll()) {
            d.answer.refuse(d.answersAs.code(), Failed.NONE, null);
        } else if (refusedAtCommandLevel(d)) {
            d.answer.resultCode(d.answer.grant(0).resultCode());
            if (d.request.type() == RequestType.INITIAL) {
                return Outcome.ABANDONED;
            }
        }
        d.record.cost(costBefore + d.costMicros, d.record.currency());
        d.record.deadlineMs(deadline(d));
        if (d.request.type() == RequestType.TERMINATION && d.request.client().costInformation()) {
            d.answer.cost(d.record.costMicros(), d.record.currency());
        }
        Advice.give(d, d.record.accountId(), d.record.costMicros(), d.record.currency());
        Advice.giveIncrement(d);
        d.endRecord();
        if (counting.isShortOfRoom()
                && d.request.type() != RequestType.TERMINATION) { // what was used last is charged, counted or not
            d.answer.refuse(ResultCode.TOO_BUSY, Failed.NONE, null);
            return Outcome.ABANDONED;
        }
        machine.applyEnd(d.state, d.record);
        if (d.request.type() != RequestType.TERMINATION) {
            machine.noteRoute(d.route);
        }
        counting.write(d);
        return Outcome.CHANGED;
    }

    /** Without MSCC, the result of the units is that of the message (RFC 8506 §3.1); a termination is answered 2001 all the same. */
    private static boolean refusedAtCommandLevel(Decision d) {
        return !d.request.multipleServices()
                && d.request.type() != RequestType.TERMINATION
                && d.answer.grantCount() > 0
                && d.answer.grant(0).resultCode() != ResultCode.SUCCESS;
    }

    private static long deadline(Decision d) {
        long silenceMs = d.validityMaxS > 0 ? d.validityMaxS * d.policy.tccFactorThousandths() : d.policy.idleMs();
        return Math.max(d.deadlineMs, d.nowMs + silenceMs);
    }

    /**
     * Ends a session without a request: supervision (Tcc) or a command. {@code d.session} is the session. Its outcome is kept for as long as a client
     * that was cut off may send again what it has stored: a repeat of the initial request must not open the session anew.
     */
    void end(Decision d, int cause) {
        d.beginSupervised(d.state, d.batch, d.nowMs, cause);
        boolean keep = d.state.room(Table.OUTCOME) > 0;
        d.record.outcomeExpiresMs(keep ? d.nowMs + d.policy.duplicatesWindowMs() : 0);
        d.batch.end(d.record.length());
        machine.applyEnd(d.state, d.record);
    }
}

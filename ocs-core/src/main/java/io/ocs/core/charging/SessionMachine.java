package io.ocs.core.charging;

import io.ocs.core.Octets;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/**
 * Applies credit-control records: head, services, end. The server's state machine of RFC 8506 §7 shows as the life of a session entry: Idle is
 * no entry, Open is an entry.
 */
public final class SessionMachine {

    private final AccountEntry account = new AccountEntry();
    private final SessionEntry session = new SessionEntry();
    private final ServiceEntry service = new ServiceEntry();
    private final ServiceEntry mate = new ServiceEntry();
    private final OutcomeEntry outcome = new OutcomeEntry();
    private final ShardEntry shard = new ShardEntry();
    private final CounterEntry counters = new CounterEntry();
    private final ServiceRecord section = new ServiceRecord();
    private final Octets text = new Octets(255);
    private final Octets id = new Octets(CreditControlRequest.SESSION_ID_MAX);
    /** Money that is held from now on beyond what was before; negative: less. */
    private long heldMore;

    /** A whole record, in recovery. */
    void apply(State state, CreditControlRecord record) {
        applyHead(state, record);
        record.rewindServices();
        for (int i = 0; i < record.serviceCount(); i++) {
            record.nextService(section);
            applyService(state, record, section);
        }
        applyEnd(state, record);
    }

    /** Opens the session if the record says so. */
    public void applyHead(State state, CreditControlRecord record) {
        if (!record.is(CreditControlRecord.OPENED)) {
            return;
        }
        session.wrap(state.create(Table.SESSION, record.sessionHigh(), record.sessionLow()));
        session.context(record.context());
        if (record.is(CreditControlRecord.LOW_BALANCE_CALL)) {
            session.wantLowBalanceCall();
        }
        session.owner(record.accountId(), record.subscriberId(), record.offerKey());
        session.openedMs(record.openedMs());
        record.text(CreditControlRecord.Text.SESSION_ID, id);
        session.sessionId(id.array(), 0, id.length());
        int kept = Math.min(record.subscriptionCount(), SessionEntry.SUBSCRIPTIONS_MAX);
        for (int i = 0; i < kept; i++) {
            record.subscriptionData(i, text);
            session.subscription(i, record.subscriptionType(i), text.array(), 0, text.length());
        }
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        account.openSessions(account.openSessions() + 1);
    }

    /** Releases what the service held, debits, reserves, and keeps the answer. */
    public void applyService(State state, CreditControlRecord record, ServiceRecord charged) {
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        if (record.is(CreditControlRecord.EVENT)) {
            debit(charged);
        } else {
            wrapService(state, record, charged);
            heldMore = 0;
            release(service);
            debit(charged);
            reserve(charged);
            moveHolds(state, record, charged);
            noteHeld(state, record.subscriberId());
            carry(record, charged);
            session.wrap(state.change(Table.SESSION, record.sessionHigh(), record.sessionLow()));
            session.costMicros(session.costMicros() + charged.chargedMicros());
            if (charged.recordNumber() > 0) {
                session.partialRecords(charged.partialSequence());
            }
        }
        if (charged.recordNumber() > 0) {
            shard.wrap(state.change(Table.SHARD, 0, 0)).nextRecordNumber(charged.recordNumber() + 1);
        }
    }

    private void wrapService(State state, CreditControlRecord record, ServiceRecord charged) {
        long high = ServiceEntry.keyHigh(record.sessionHigh(), charged.ratingGroup(), charged.serviceIdentifier());
        long low = ServiceEntry.keyLow(record.sessionLow(), charged.ratingGroup(), charged.serviceIdentifier());
        if (!charged.is(ServiceRecord.NEW)) {
            service.wrap(state.change(Table.SERVICE, high, low));
            return;
        }
        service.wrap(state.create(Table.SERVICE, high, low));
        service.session(record.sessionHigh(), record.sessionLow());
        service.service(charged.ratingGroup(), charged.serviceIdentifier());
        session.wrap(state.change(Table.SESSION, record.sessionHigh(), record.sessionLow()));
        service.next(session.firstServiceHigh(), session.firstServiceLow());
        session.firstService(high, low);
        session.serviceCount(session.serviceCount() + 1);
    }

    private void release(ServiceEntry from) {
        for (int i = 0; i < from.partCount(); i++) {
            int bucket = bucket(from.partBucket(i));
            long left = account.reserved(bucket) - from.partAmount(i);
            if (left < 0) {
                throw new IllegalStateException("account " + account.accountId() + " releases more than is reserved");
            }
            account.reserved(bucket, left);
            heldMore -= moneyOf(bucket, from.partAmount(i));
        }
        from.clearParts();
    }

    private void hold(int bucket, long amount) {
        account.reserved(bucket, Math.addExact(account.reserved(bucket), amount));
        heldMore += moneyOf(bucket, amount);
    }

    private long moneyOf(int bucket, long amount) {
        return account.kind(bucket) == UnitKind.MONEY && account.allowance(bucket) == 0 ? amount : 0;
    }

    /**
     * Of an account with several members it is kept what the sessions of each hold: a limit of what one may spend is not reached by what others hold. Where
     * something is not known it is taken for less, which leaves that limit the stricter.
     */
    private void noteHeld(State state, long subscriberId) {
        if (heldMore == 0 || account.memberCount() < 2) {
            return;
        }
        long address = state.find(Table.COUNTER, subscriberId, 0);
        if (address != State.NONE && counters.wrap(address).keepsHeld()) {
            counters.wrap(state.change(Table.COUNTER, subscriberId, 0));
            counters.heldMicros(Math.max(0, Math.addExact(counters.heldMicros(), heldMore)));
        }
    }

    /** Other services of the pool hold what the usage of this one has left them. */
    private void moveHolds(State state, CreditControlRecord record, ServiceRecord charged) {
        charged.rewindDraws();
        for (int left = charged.drawCount(); left > 0; left--) {
            charged.nextDraw();
            long group = charged.drawRatingGroup();
            long identifier = charged.drawServiceIdentifier();
            mate.wrap(state.change(
                    Table.SERVICE,
                    ServiceEntry.keyHigh(record.sessionHigh(), group, identifier),
                    ServiceEntry.keyLow(record.sessionLow(), group, identifier)));
            release(mate);
            for (int i = 0; i < charged.drawPartCount(); i++) {
                hold(bucket(charged.drawPartBucket(i)), charged.drawPartAmount(i));
                mate.addPart(charged.drawPartBucket(i), charged.drawPartAmount(i));
            }
        }
    }

    private void debit(ServiceRecord charged) {
        for (int i = 0; i < charged.debitCount(); i++) {
            int bucket = bucket(charged.debitBucket(i));
            long after = Math.subtractExact(account.balance(bucket), charged.debitAmount(i));
            if (after != charged.debitBalanceAfter(i)) {
                throw new IllegalStateException(
                        "account " + account.accountId() + ": the balance of bucket " + charged.debitBucket(i) + " is "
                                + after + " where the record says " + charged.debitBalanceAfter(i));
            }
            account.balance(bucket, after);
        }
    }

    private void reserve(ServiceRecord charged) {
        for (int i = 0; i < charged.reservationCount(); i++) {
            hold(bucket(charged.reservationBucket(i)), charged.reservationAmount(i));
            service.addPart(charged.reservationBucket(i), charged.reservationAmount(i));
        }
    }

    private int bucket(int bucketId) {
        int index = account.indexOf(bucketId);
        if (index < 0) {
            throw new IllegalStateException("account " + account.accountId() + " has no bucket " + bucketId);
        }
        return index;
    }

    private void carry(CreditControlRecord record, ServiceRecord charged) {
        service.position(charged.planKey(), charged.segment(), charged.cumulative(), charged.continuation());
        service.catalog(RatingVersions.code(record.catalogVersion() - charged.keptCatalogAge()));
        service.totals(charged.totalUnits(), charged.totalMicros());
        service.usageTimes(charged.firstUsageMs(), charged.lastUsageMs());
        if (charged.is(ServiceRecord.TARIFF_CHANGE)) {
            service.tariffChangeMs(charged.tariffChangeMs());
        }
        int kind = charged.grantedKind();
        if (kind > 0) {
            service.granted(UnitKind.of(kind - 1), charged.grantedUnits());
        } else {
            service.granted(charged.unit(), 0);
        }
        service.keepAnswer(
                record.type().value(),
                record.number(),
                charged.resultCode(),
                kind,
                charged.grantedUnits(),
                charged.validityTimeS(),
                charged.quotaThreshold(),
                charged.finalAction(),
                charged.is(ServiceRecord.TARIFF_CHANGE),
                charged.is(ServiceRecord.POOLED));
    }

    /** Keeps the answer of the message, sets the deadline; or ends the session and keeps its outcome. */
    public void applyEnd(State state, CreditControlRecord record) {
        if (record.is(CreditControlRecord.EVENT)) {
            keepEvent(state, record);
        } else if (record.is(CreditControlRecord.CLOSED)) {
            close(state, record);
        } else {
            session.wrap(state.change(Table.SESSION, record.sessionHigh(), record.sessionLow()));
            session.deadlineMs(record.deadlineMs());
            session.lastRequestMs(record.receivedMs());
            session.keepAnswer(
                    record.type().value(),
                    record.number(),
                    record.contentHash(),
                    record.resultCode(),
                    record.failed(),
                    record.failedService());
        }
    }

    /** Notes where the request came from whose record was applied last, and did not end its session. A hint: not of the record, nor of the state. */
    void noteRoute(int route) {
        session.route(route);
    }

    private void keepEvent(State state, CreditControlRecord record) {
        outcome.wrap(Outcomes.place(
                state,
                Outcomes.eventHigh(record.sessionHigh(), record.number()),
                Outcomes.eventLow(record.sessionLow(), record.number())));
        keepOutcome(record);
    }

    private void close(State state, CreditControlRecord record) {
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        account.openSessions(account.openSessions() - 1);
        heldMore = 0;
        session.wrap(state.find(Table.SESSION, record.sessionHigh(), record.sessionLow()));
        long high = session.firstServiceHigh();
        long low = session.firstServiceLow();
        for (int left = session.serviceCount(); left > 0; left--) {
            service.wrap(state.change(Table.SERVICE, high, low));
            release(service);
            long nextHigh = service.nextHigh();
            long nextLow = service.nextLow();
            state.delete(Table.SERVICE, high, low);
            high = nextHigh;
            low = nextLow;
        }
        noteHeld(state, record.subscriberId());
        state.delete(Table.SESSION, record.sessionHigh(), record.sessionLow());
        if (record.outcomeExpiresMs() > 0) {
            outcome.wrap(Outcomes.place(
                    state, Outcomes.sessionHigh(record.sessionHigh()), Outcomes.sessionLow(record.sessionLow())));
            keepOutcome(record);
        }
    }

    private void keepOutcome(CreditControlRecord record) {
        outcome.reset();
        outcome.decision(record.outcomeExpiresMs(), record.contentHash(), record.resultCode());
        outcome.failed(record.failed(), record.failedService());
        outcome.checkBalance(record.checkBalance());
        outcome.cost(record.costMicros(), record.currency());
        record.rewindServices();
        for (int i = 0; i < record.serviceCount(); i++) {
            record.nextService(section);
            outcome.addService(section.resultCode(), section.grantedKind());
        }
    }
}

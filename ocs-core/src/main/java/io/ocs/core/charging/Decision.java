package io.ocs.core.charging;

import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.charging.LifeCyclePolicy.Answer;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.RecordType;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;

/** The request at hand with all that its decision looks at and writes to: the working memory of the charging function, reused. */
final class Decision {

    final ChargingPolicy policy;
    final CreditControlRecord record = new CreditControlRecord();
    final SubscriberEntry subscriber = new SubscriberEntry();
    final AccountEntry account = new AccountEntry();
    final SessionEntry session = new SessionEntry();
    final ShardEntry shard = new ShardEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private final Octets text = new Octets(255);
    private final Octets several = new Octets(255);
    private final Octets none = new Octets(0);
    final Notices notices = new Notices();
    LifeCyclePolicy lifeCycle = LifeCyclePolicy.defaults();
    /** What the services of the request are answered. */
    Answer answersAs = Answer.SERVE;

    CreditControlRequest request;
    CreditControlAnswer answer;
    State state;
    JournalBatch batch;
    RatingVersions versions;
    /** What rates the service at hand: a version of the catalogue. */
    RatingFunction rating;
    /** How many versions before the one in force that is. */
    int catalogAge;

    long nowMs;
    long ratedAtMs;
    long sessionHigh;
    long sessionLow;
    long contentHash;
    int route;
    long validityMaxS;
    long costMicros;
    /** Services of this request whose use has changed what others of their credit pool hold. */
    int poolDraws;
    /** Reports of usage that nobody can have had, since the start: for the shard's statistics. */
    long implausibleReports;
    /** Deadline that the session has already, 0 for a new one. */
    long deadlineMs;

    Decision(ChargingPolicy policy) {
        this.policy = policy;
    }

    void begin(
            CreditControlExchange exchange,
            State newState,
            JournalBatch newBatch,
            RatingVersions newVersions,
            long newNowMs) {
        request = exchange.request();
        answer = exchange.answer;
        answer.clear();
        state = newState;
        batch = newBatch;
        versions = newVersions;
        rateByVersionInForce();
        nowMs = newNowMs;
        ratedAtMs = ratedAt();
        sessionHigh = request.sessionHigh();
        sessionLow = request.sessionLow();
        contentHash = request.contentHash();
        route = exchange.envelope.route;
        validityMaxS = 0;
        costMicros = 0;
        poolDraws = 0;
        deadlineMs = 0;
        answersAs = Answer.SERVE;
    }

    /** Rates by the version that has granted a service its quota, if it is still there, else by the one in force. */
    void rateByVersionOf(ServiceEntry service) {
        catalogAge = versions.age(service.catalog());
        rating = versions.ofAge(catalogAge);
    }

    void rateByVersionInForce() {
        catalogAge = 0;
        rating = versions.ofAge(0);
    }

    /** Event-Timestamp if it is near receipt, or earlier in a retransmission; else receipt. */
    private long ratedAt() {
        long stamp = request.eventTimestampMs();
        if (stamp == CreditControlRequest.ABSENT) {
            return nowMs;
        }
        boolean near = Math.abs(stamp - nowMs) <= policy.timeSkewMaxMs();
        boolean stored = request.retransmitted() && stamp <= nowMs && nowMs - stamp <= policy.duplicatesWindowMs();
        return near || stored ? stamp : nowMs;
    }

    /** Looks at the subscriber and account that the request's identities name; false if none of them is known. */
    boolean findSubscriber() {
        for (int i = 0; i < request.subscriptionCount(); i++) {
            long address = state.find(Table.IDENTITY, request.subscriptionHigh(i), request.subscriptionLow(i));
            if (address != State.NONE
                    && identity.wrap(address).is(request.subscriptionType(i), request.subscriptionData(i))) {
                subscriber.wrap(state.find(Table.SUBSCRIBER, identity.subscriberId(), 0));
                account.wrap(state.find(Table.ACCOUNT, identity.accountId(), 0));
                return true;
            }
        }
        return false;
    }

    /** What the states of {@link #subscriber} and {@link #account} answer: the stricter of the two. */
    Answer standing() {
        Answer own = lifeCycle.answer(subscriber.state());
        Answer all = lifeCycle.answer(account.state());
        return own.compareTo(all) >= 0 ? own : all;
    }

    /** Begins the record of this request, up to its services. */
    void beginRecord(int flags, long accountId, long subscriberId, long offerKey, long openedMs) {
        record.build(batch.buffer(), batch.begin(RecordType.CREDIT_CONTROL));
        int more = (request.retransmitted() ? CreditControlRecord.RETRANSMITTED : 0)
                | (request.multipleServices() ? CreditControlRecord.MULTIPLE_SERVICES : 0);
        record.flags(flags | more);
        record.request(request.type(), request.context(), action(), request.number(), contentHash);
        record.session(sessionHigh, sessionLow);
        record.owner(accountId, subscriberId, offerKey);
        notices.begin(rating, subscriberId, accountId, offerKey, state, nowMs);
        record.times(ratedAtMs, nowMs, openedMs);
        record.catalogVersion(versions.number());
        record.cause(request.terminationCause());
        record.ratType(request.ratType());
        record.direction(request.roleOfNode());
        record.addText(request.sessionId);
        record.addText(request.serviceContextId);
        record.addText(request.originHost);
        record.addText(request.recipientCount() > 1 ? recipients() : request.calledParty);
        record.addText(request.callingParty);
        record.addText(request.apn);
        record.addText(request.visitedNetwork);
        addSubscriptions((flags & (CreditControlRecord.OPENED | CreditControlRecord.EVENT)) == 0);
        record.endHead();
    }

    /** The recipients of the message, separated by spaces, as many as a text of the record holds. */
    private Octets recipients() {
        several.clear();
        for (int i = 0; i < request.recipientCount(); i++) {
            request.address(i);
            Octets next = request.calledParty;
            int at = several.isEmpty() ? 0 : several.length() + 1;
            if (next.length() > several.capacity() - at) {
                break;
            }
            if (at > 0) {
                several.array()[at - 1] = ' ';
            }
            System.arraycopy(next.array(), 0, several.array(), at, next.length());
            several.length(at + next.length());
        }
        request.address(0);
        return several;
    }

    private int action() {
        boolean counts = request.type() == RequestType.EVENT && request.action() != null;
        return counts ? request.action().ordinal() : CreditControlRecord.NO_ACTION;
    }

    private void addSubscriptions(boolean sessionIsOpen) {
        if (sessionIsOpen && request.subscriptionCount() == 0) {
            int count = session.subscriptionCount();
            record.subscriptionCount(count);
            for (int i = 0; i < count; i++) {
                session.subscriptionData(i, text);
                record.addSubscription(session.subscriptionType(i), text);
            }
            return;
        }
        record.subscriptionCount(request.subscriptionCount());
        for (int i = 0; i < request.subscriptionCount(); i++) {
            record.addSubscription(request.subscriptionType(i), request.subscriptionData(i));
        }
    }

    /** Begins the record of a session that ends without a request: its head, complete. {@link #session} is the session. */
    void beginSupervised(State newState, JournalBatch newBatch, long newNowMs, int cause) {
        state = newState;
        batch = newBatch;
        nowMs = newNowMs;
        record.build(batch.buffer(), batch.begin(RecordType.CREDIT_CONTROL));
        record.flags(CreditControlRecord.CLOSED | CreditControlRecord.SUPERVISED);
        record.request(RequestType.TERMINATION, session.context(), CreditControlRecord.NO_ACTION, 0, 0);
        record.session(session.keyHigh(), session.keyLow());
        record.owner(session.accountId(), session.subscriberId(), session.offerKey());
        record.times(nowMs, nowMs, session.openedMs());
        record.cause(cause);
        record.ratType((int) CreditControlRequest.ABSENT);
        session.sessionId(text);
        record.addText(text);
        for (int i = 1; i < CreditControlRecord.TEXT_COUNT; i++) {
            record.addText(none);
        }
        int count = session.subscriptionCount();
        record.subscriptionCount(count);
        for (int i = 0; i < count; i++) {
            session.subscriptionData(i, text);
            record.addSubscription(session.subscriptionType(i), text);
        }
        record.endHead();
        record.resultCode(ResultCode.SUCCESS.code());
        record.cost(
                session.costMicros(),
                account.wrap(state.find(Table.ACCOUNT, session.accountId(), 0)).currency());
    }

    /** Ends the record with what the answer says. */
    void endRecord() {
        record.resultCode(answer.resultCode().code());
        record.failed(answer.failed().ordinal(), answer.failedService());
        record.checkBalance(answer.checkBalance().ordinal());
        batch.end(record.length());
    }

    /** Number for the next charging data record. */
    long nextRecordNumber() {
        return shard.wrap(state.find(Table.SHARD, 0, 0)).nextRecordNumber();
    }
}

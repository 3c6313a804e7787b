package io.ocs.core.state;

import io.ocs.core.Octets;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.request.CreditControlRequest;

/** An open credit-control session (RFC 8506 §7, the server's states Idle and Open: an entry that exists is Open). */
public final class SessionEntry extends Entry<SessionEntry> {

    // 0 key | 16 context u8, with 0x80: low balance call | 17 answers u8 | 18 id length i16 | 20 services i32 | 24
    // account | 32 subscriber | 40
    // offer key
    // 48 deadline (Tcc) | 56 opened | 64 last request | 72 cost | 80 first service (high, low) | 96 partial sequence
    // number i32 | 100 route i32, no part of the state
    // 104 answers, 16 octets each: 0 number u32 | 4 result i16 | 6 type u8, 3 bits, and failed, 5 bits | 7 service u8 |
    // 8 content hash i64
    // from here on written once: 232 subscriptions, 40 octets each: 0 type u8 | 1 length u8 | 2 data | 352 Session-Id

    /** Most services (rating group and service identifier) of one session. */
    public static final int SERVICES_MAX = 128;
    /** Answers that are kept for repeats. */
    public static final int ANSWERS_MAX = 8;
    /** Subscription-Ids of the opening request that are kept for the session's records; longer ones are cut. */
    public static final int SUBSCRIPTIONS_MAX = 3;

    /** Count of answers from which on some are forgotten. */
    private static final int FORGETFUL = ANSWERS_MAX + 1;
    /** Offset of what {@link StateHash} leaves out; the four octets before it are hashed. */
    static final int ROUTE = 100;

    private static final int LOW_BALANCE_CALL = 0x80;
    private static final int ANSWERS = 104;
    private static final int TYPE = 7;
    private static final int FAILED_SHIFT = 3;
    private static final int ANSWER_LENGTH = 16;
    private static final int SUBSCRIPTIONS = ANSWERS + ANSWERS_MAX * ANSWER_LENGTH;
    private static final int SUBSCRIPTION_LENGTH = 40;
    private static final int SUBSCRIPTION_DATA_MAX = SUBSCRIPTION_LENGTH - 2;
    private static final int SESSION_ID = SUBSCRIPTIONS + SUBSCRIPTIONS_MAX * SUBSCRIPTION_LENGTH;
    /** Octets that change after the session was opened. */
    static final int CHANGING = SUBSCRIPTIONS;

    static final int LENGTH = SESSION_ID + CreditControlRequest.SESSION_ID_MAX;

    public ServiceContext context() {
        return ServiceContext.of(byteAt(16) & (LOW_BALANCE_CALL - 1));
    }

    public void context(ServiceContext value) {
        byteAt(16, value.ordinal());
    }

    /** Whether the client is to be asked to come again when the money of the account becomes low. */
    public boolean wantsLowBalanceCall() {
        return (byteAt(16) & LOW_BALANCE_CALL) != 0;
    }

    /** After {@link #context(ServiceContext)}. */
    public void wantLowBalanceCall() {
        byteAt(16, byteAt(16) | LOW_BALANCE_CALL);
    }

    public int serviceCount() {
        return intAt(20);
    }

    public void serviceCount(int value) {
        intAt(20, value);
    }

    public long accountId() {
        return longAt(24);
    }

    public long subscriberId() {
        return longAt(32);
    }

    /** Offer under which the session was opened. */
    public long offerKey() {
        return longAt(40);
    }

    public void owner(long accountId, long subscriberId, long offerKey) {
        longAt(24, accountId);
        longAt(32, subscriberId);
        longAt(40, offerKey);
    }

    /** When supervision (Tcc) ends the session, milliseconds since 1970. */
    public long deadlineMs() {
        return longAt(48);
    }

    public void deadlineMs(long value) {
        longAt(48, value);
    }

    public long openedMs() {
        return longAt(56);
    }

    public void openedMs(long value) {
        longAt(56, value);
    }

    public long lastRequestMs() {
        return longAt(64);
    }

    public void lastRequestMs(long value) {
        longAt(64, value);
    }

    /** Money charged in this session so far, micros. */
    public long costMicros() {
        return longAt(72);
    }

    public void costMicros(long value) {
        longAt(72, value);
    }

    public long firstServiceHigh() {
        return longAt(80);
    }

    public long firstServiceLow() {
        return longAt(88);
    }

    public void firstService(long high, long low) {
        longAt(80, high);
        longAt(88, low);
    }

    /** Charging data records written for this session so far. */
    public int partialRecords() {
        return intAt(96);
    }

    public void partialRecords(int value) {
        intAt(96, value);
    }

    /**
     * Where the last request came from, see {@link io.ocs.core.initiated.ClientRequest#route()}. A hint of the process that has noted it: neither
     * journaled nor hashed.
     */
    public int route() {
        return intAt(ROUTE);
    }

    public void route(int value) {
        intAt(ROUTE, value);
    }

    /**
     * Whether a request of this number may have been answered and forgotten: it is lower than all that are kept, and there were more than are kept.
     */
    public boolean mayHaveForgotten(long number) {
        return (byteAt(17) & 0xff) >= FORGETFUL
                && Integer.compareUnsigned((int) number, intAt(answer(lowestAnswer()))) < 0;
    }

    /** Index of the kept answer to this request, or -1. */
    public int answerTo(int type, long number) {
        int count = Math.min(byteAt(17), ANSWERS_MAX);
        for (int i = 0; i < count; i++) {
            if (intAt(answer(i)) == (int) number && (byteAt(answer(i) + 6) & TYPE) == type) {
                return i;
            }
        }
        return -1;
    }

    public long answerContentHash(int index) {
        return longAt(answer(index) + 8);
    }

    public ResultCode answerResult(int index) {
        return ResultCode.of(shortAt(answer(index) + 4));
    }

    /** Ordinal of {@link io.ocs.core.request.CreditControlAnswer.Failed}. */
    public int answerFailed(int index) {
        return (byteAt(answer(index) + 6) & 0xff) >>> FAILED_SHIFT;
    }

    public int answerFailedService(int index) {
        return byteAt(answer(index) + 7);
    }

    /** Keeps an answer, if need be in place of that to the lowest number: what is forgotten is lower than all that is kept. */
    public void keepAnswer(int type, long number, long contentHash, int result, int failed, int failedService) {
        int kept = byteAt(17) & 0xff;
        int at = answer(kept < ANSWERS_MAX ? kept : lowestAnswer());
        intAt(at, (int) number);
        shortAt(at + 4, result);
        byteAt(at + 6, type | failed << FAILED_SHIFT);
        byteAt(at + 7, failedService);
        longAt(at + 8, contentHash);
        byteAt(17, Math.min(kept + 1, FORGETFUL));
    }

    private int lowestAnswer() {
        int lowest = 0;
        for (int i = 1; i < ANSWERS_MAX; i++) {
            if (Integer.compareUnsigned(intAt(answer(i)), intAt(answer(lowest))) < 0) {
                lowest = i;
            }
        }
        return lowest;
    }

    private static int answer(int index) {
        return ANSWERS + index * ANSWER_LENGTH;
    }

    /** Number of kept Subscription-Ids, at most {@value #SUBSCRIPTIONS_MAX}. */
    public int subscriptionCount() {
        int count = 0;
        while (count < SUBSCRIPTIONS_MAX && byteAt(subscription(count) + 1) > 0) {
            count++;
        }
        return count;
    }

    public SubscriptionIdType subscriptionType(int index) {
        return SubscriptionIdType.of(byteAt(subscription(index)));
    }

    public void subscriptionData(int index, Octets target) {
        int count = byteAt(subscription(index) + 1);
        bytesAt(subscription(index) + 2, target.array(), 0, count);
        target.length(count);
    }

    public void subscription(int index, SubscriptionIdType type, byte[] data, int offset, int count) {
        int kept = Math.min(count, SUBSCRIPTION_DATA_MAX);
        byteAt(subscription(index), type.ordinal());
        byteAt(subscription(index) + 1, kept);
        putBytesAt(subscription(index) + 2, data, offset, kept);
    }

    private static int subscription(int index) {
        return SUBSCRIPTIONS + index * SUBSCRIPTION_LENGTH;
    }

    public void sessionId(byte[] id, int offset, int count) {
        shortAt(18, count);
        putBytesAt(SESSION_ID, id, offset, count);
    }

    /** Copies the Session-Id. */
    public void sessionId(Octets target) {
        int count = shortAt(18);
        bytesAt(SESSION_ID, target.array(), 0, count);
        target.length(count);
    }

    /** Whether the Session-Id begins so, ASCII letters of any case. */
    public boolean idStartsWith(Octets lowerCase) {
        if (shortAt(18) < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int octet = byteAt(SESSION_ID + i);
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != lowerCase.array()[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is the session of that Session-Id: false means that two ids clash in 128 bits. */
    public boolean is(Octets sessionId) {
        int count = shortAt(18);
        if (count != sessionId.length()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (byteAt(SESSION_ID + i) != sessionId.array()[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}

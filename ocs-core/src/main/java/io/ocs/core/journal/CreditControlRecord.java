package io.ocs.core.journal;

import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One credit-control request that changed something, with a {@link ServiceRecord} for each of its services; or the end of a session by
 * supervision or by command (then {@link #SUPERVISED} is set and the request is a made-up termination).
 *
 * <p>Writing: {@link #build}, set the fields, {@link #endHead}, then {@link #addService} for each service and {@link #length()}.
 */
public final class CreditControlRecord extends RecordBody {

    // 0 flags i32, with the direction in bits 8 and 9 | 4 type u8 | 5 context u8 | 6 action u8 | 7 failed u8 | 8
    // session (high, low) | 24 account | 32
    // subscriber | 40 offer key
    // 48 number u32 | 52 catalogue version i32 | 56 content hash | 64 rated at | 72 received at | 80 deadline | 88
    // outcome expires | 96 result i32 |
    // 100 cause i32
    // 104 currency i32 | 108 check balance u8 | 109 failed service u8 | 110 services i16 | 112 cost | 120 RAT i32 | 124
    // strings length i32
    // 128 opened | 136 strings: Session-Id, Service-Context-Id, Origin-Host, called, calling, APN, visited network,
    // count u8, (type u8, string)*
    // then, 8-aligned, the services
    private static final int STRINGS = 136;

    /** The request opened the session. */
    public static final int OPENED = 1;
    /** The request, supervision or a command ended the session. */
    public static final int CLOSED = 1 << 1;
    /** An immediate event: there is no session. */
    public static final int EVENT = 1 << 2;
    /** Nobody sent this: the session was silent beyond Tcc, or a command ended it. */
    public static final int SUPERVISED = 1 << 3;
    /** The T bit was set. */
    public static final int RETRANSMITTED = 1 << 4;
    /** The units stand in MSCCs. */
    public static final int MULTIPLE_SERVICES = 1 << 5;

    /** The client that opened the session is to be asked to come again when the account's money becomes low. */
    public static final int LOW_BALANCE_CALL = 1 << 6;

    /** Direction + 1 in the flags, so that a record has no more octets for it; 0, as in records of before it was kept: none. */
    private static final int DIRECTION_SHIFT = 8;

    private static final int DIRECTION_MASK = 3;

    /** Value of {@link #action()} when the request has none. */
    public static final int NO_ACTION = 0xff;

    /** The strings of the record, in their order. */
    public enum Text {
        SESSION_ID,
        SERVICE_CONTEXT_ID,
        ORIGIN_HOST,
        CALLED_PARTY,
        CALLING_PARTY,
        APN,
        VISITED_NETWORK;

        private static final Text[] VALUES = values();
    }

    /** Number of {@link Text}s. */
    public static final int TEXT_COUNT = Text.VALUES.length;

    private int end;
    private int serviceAt;

    /** Looks at a record for reading. */
    public CreditControlRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    /** Begins a record at {@code at}. */
    public CreditControlRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, STRINGS);
        end = STRINGS;
        return this;
    }

    public int flags() {
        return intAt(0);
    }

    public boolean is(int flag) {
        return (flags() & flag) != 0;
    }

    public void flags(int value) {
        intAt(0, value);
    }

    public RequestType type() {
        return RequestType.of(byteAt(4));
    }

    public ServiceContext context() {
        return ServiceContext.of(byteAt(5));
    }

    /** Ordinal of {@link io.ocs.core.RequestedAction}, or {@link #NO_ACTION}. */
    public int action() {
        return byteAt(6) & 0xff;
    }

    public void request(RequestType type, ServiceContext context, int action, long number, long contentHash) {
        byteAt(4, type.value());
        byteAt(5, context.ordinal());
        byteAt(6, action);
        intAt(48, (int) number);
        longAt(56, contentHash);
    }

    public long sessionHigh() {
        return longAt(8);
    }

    public long sessionLow() {
        return longAt(16);
    }

    public void session(long high, long low) {
        longAt(8, high);
        longAt(16, low);
    }

    public long accountId() {
        return longAt(24);
    }

    public long subscriberId() {
        return longAt(32);
    }

    public long offerKey() {
        return longAt(40);
    }

    public void owner(long accountId, long subscriberId, long offerKey) {
        longAt(24, accountId);
        longAt(32, subscriberId);
        longAt(40, offerKey);
    }

    /** CC-Request-Number, 0 .. 2³² - 1. */
    public long number() {
        return Integer.toUnsignedLong(intAt(48));
    }

    /** Number of the catalogue that was in force, from 1 on; 0: the record is older than versions, or nothing was rated. */
    public int catalogVersion() {
        return intAt(52);
    }

    public void catalogVersion(int number) {
        intAt(52, number);
    }

    public long contentHash() {
        return longAt(56);
    }

    /** Instant that decided on time bands, milliseconds since 1970. */
    public long ratedAtMs() {
        return longAt(64);
    }

    /** Instant of the decision. */
    public long receivedMs() {
        return longAt(72);
    }

    /** When supervision will end the session if nothing more is heard. */
    public long deadlineMs() {
        return longAt(80);
    }

    /** Until when the outcome of a termination or event is kept for repeats. */
    public long outcomeExpiresMs() {
        return longAt(88);
    }

    /** When the session was opened; the time of the event for events. */
    public long openedMs() {
        return longAt(128);
    }

    public void times(long ratedAtMs, long receivedMs, long openedMs) {
        longAt(64, ratedAtMs);
        longAt(72, receivedMs);
        longAt(128, openedMs);
    }

    public void deadlineMs(long value) {
        longAt(80, value);
    }

    public void outcomeExpiresMs(long value) {
        longAt(88, value);
    }

    /** Result-Code of the message. */
    public int resultCode() {
        return intAt(96);
    }

    public void resultCode(int value) {
        intAt(96, value);
    }

    /** Termination-Cause, or -1. */
    public int cause() {
        return intAt(100);
    }

    public void cause(int value) {
        intAt(100, value);
    }

    /** Ordinal of {@link io.ocs.core.request.CreditControlAnswer.Failed}. */
    public int failed() {
        return byteAt(7);
    }

    public int failedService() {
        return byteAt(109);
    }

    public void failed(int failed, int service) {
        byteAt(7, failed);
        byteAt(109, service);
    }

    /** Ordinal of {@link io.ocs.core.request.CreditControlAnswer.CheckBalance}. */
    public int checkBalance() {
        return byteAt(108);
    }

    public void checkBalance(int ordinal) {
        byteAt(108, ordinal);
    }

    /** Currency of the account, ISO 4217 numeric code. */
    public int currency() {
        return intAt(104);
    }

    /** Money charged: in the session so far, this request included, or for the event (negative for a refund), micros. */
    public long costMicros() {
        return longAt(112);
    }

    public void cost(long micros, int currency) {
        longAt(112, micros);
        intAt(104, currency);
    }

    /** 3GPP-RAT-Type, or -1. */
    public int ratType() {
        return intAt(120);
    }

    public void ratType(int value) {
        intAt(120, value);
    }

    /** Which side of a call the request is of, by Role-Of-Node (TS 32.299): 0 that of the caller, 1 that of the called party; -1: neither, or not known. */
    public int direction() {
        return (flags() >>> DIRECTION_SHIFT & DIRECTION_MASK) - 1;
    }

    /** After {@link #flags(int)}, to which it belongs. Other roles than those of {@link #direction()} are none. */
    public void direction(int roleOfNode) {
        int direction = roleOfNode == 0 || roleOfNode == 1 ? roleOfNode + 1 : 0;
        flags(flags() | direction << DIRECTION_SHIFT);
    }

    /** Appends the next string, in the order of {@link Text}. */
    public void addText(Octets text) {
        end = putString(end, text);
    }

    /** Appends the number of subscriptions, after all texts. */
    public void subscriptionCount(int count) {
        byteAt(end, count);
        end++;
    }

    /** Appends a subscription. */
    public void addSubscription(SubscriptionIdType type, Octets data) {
        byteAt(end, type.ordinal());
        end = putString(end + 1, data);
    }

    /** Ends the strings; services may follow. */
    public void endHead() {
        intAt(124, end - STRINGS);
        while ((end & 7) != 0) {
            byteAt(end, 0);
            end++;
        }
    }

    /** Begins the next service in {@code service}; to be followed by {@link #endService}. */
    public void addService(ServiceRecord service, MutableDirectBuffer batch) {
        service.build(batch, offset() + end);
    }

    /** Ends the service begun. */
    public void endService(ServiceRecord service) {
        end += service.finish();
        shortAt(110, serviceCount() + 1);
    }

    /** Octets of the body built. */
    public int length() {
        return end;
    }

    /** Copies a text. */
    public void text(Text text, Octets into) {
        getString(textAt(text.ordinal()), into);
    }

    /**
     * Copies all strings of the head at once: one for each {@link Text} as {@code length u8 | octets}, then the count of subscriptions (u8), then each
     * of them as {@code type u8 | length u8 | octets}.
     *
     * @return their octets
     * @throws IndexOutOfBoundsException if there is no room for them
     */
    public int strings(byte[] into, int at) {
        int count = intAt(124);
        buffer().getBytes(offset() + STRINGS, into, at, count);
        return count;
    }

    private int textAt(int index) {
        int at = STRINGS;
        for (int i = 0; i < index; i++) {
            at += 1 + stringLength(at);
        }
        return at;
    }

    public int subscriptionCount() {
        return byteAt(textAt(Text.VALUES.length));
    }

    private int subscriptionAt(int index) {
        int at = textAt(Text.VALUES.length) + 1;
        for (int i = 0; i < index; i++) {
            at += 2 + stringLength(at + 1);
        }
        return at;
    }

    public SubscriptionIdType subscriptionType(int index) {
        return SubscriptionIdType.of(byteAt(subscriptionAt(index)));
    }

    public void subscriptionData(int index, Octets into) {
        getString(subscriptionAt(index) + 1, into);
    }

    public int serviceCount() {
        return shortAt(110);
    }

    /** Before the first {@link #nextService}. */
    public void rewindServices() {
        serviceAt = (STRINGS + intAt(124) + 7) & ~7;
    }

    /** Looks at the next service; to be called {@link #serviceCount()} times after {@link #rewindServices()}. */
    public void nextService(ServiceRecord service) {
        service.wrap(buffer(), offset() + serviceAt);
        serviceAt += service.length();
    }
}

package io.ocs.core.state;

import io.ocs.core.request.CreditControlRequest;

/**
 * The decision on something that has ended (a session's termination, an event, a command), compact, kept until
 * {@link #expiresMs()} so that a repeat gets the same answer and changes nothing.
 */
public final class OutcomeEntry extends Entry<OutcomeEntry> {

    // 0 key | 16 expires | 24 content hash | 32 result i32 | 36 services u8 | 37 failed u8 | 38 failed service u8 | 39
    // check balance u8
    // 40 cost micros | 48 currency i32 | 64 result per service, i16 each | 128 granted kind per service, plus 1, u8
    // each
    private static final int SERVICE_RESULTS = 64;
    private static final int SERVICE_KINDS = SERVICE_RESULTS + 2 * CreditControlRequest.SERVICES_MAX;
    static final int LENGTH = SERVICE_KINDS + CreditControlRequest.SERVICES_MAX;

    /** From this instant on the outcome counts as forgotten, milliseconds since 1970. */
    public long expiresMs() {
        return longAt(16);
    }

    public long contentHash() {
        return longAt(24);
    }

    public int resultCode() {
        return intAt(32);
    }

    public void decision(long expiresMs, long contentHash, int resultCode) {
        longAt(16, expiresMs);
        longAt(24, contentHash);
        intAt(32, resultCode);
    }

    /** Forgets everything but the key. */
    public void reset() {
        zero(16, LENGTH - 16);
    }

    public int failed() {
        return byteAt(37);
    }

    public int failedService() {
        return byteAt(38);
    }

    public void failed(int failed, int service) {
        byteAt(37, failed);
        byteAt(38, service);
    }

    public int checkBalance() {
        return byteAt(39);
    }

    public void checkBalance(int ordinal) {
        byteAt(39, ordinal);
    }

    public long costMicros() {
        return longAt(40);
    }

    public int currency() {
        return intAt(48);
    }

    public void cost(long micros, int currency) {
        longAt(40, micros);
        intAt(48, currency);
    }

    public int serviceCount() {
        return byteAt(36);
    }

    public int serviceResult(int index) {
        return shortAt(SERVICE_RESULTS + 2 * index);
    }

    /** Adds a service: its result, and the kind granted to it, ordinal plus 1, or 0. */
    public void addService(int resultCode, int grantedKind) {
        int count = serviceCount();
        shortAt(SERVICE_RESULTS + 2 * count, resultCode);
        byteAt(SERVICE_KINDS + count, grantedKind);
        byteAt(36, count + 1);
    }

    /** Kind granted to a service of an event, ordinal plus 1, or 0. */
    public int grantedKind(int index) {
        return byteAt(SERVICE_KINDS + index);
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}

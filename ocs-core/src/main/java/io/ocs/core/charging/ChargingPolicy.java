package io.ocs.core.charging;

/**
 * What the specifications leave to the operator.
 *
 * @param tccFactorThousandths supervision: a session may be silent for this many thousandths of its Validity-Time (Tcc, RFC 8506 §7)
 * @param idleMs silence allowed to a session that was granted nothing with a Validity-Time
 * @param timeSkewMaxMs farthest that an Event-Timestamp may lie from receipt to be believed
 * @param duplicatesWindowMs how long outcomes of events, commands and retransmitted requests are kept
 * @param endedWindowMs how long outcomes of sessions are kept that ended without any retransmission
 * @param switchSpreadS grants that would cross a tariff switch end up to this many seconds after it, spread by session
 * @param sharedValidityS Validity-Time of a last grant while other sessions hold money: the client shall ask again soon
 * @param usageBound how much of what a client reports is believed
 * @param lowBalanceMicros when a debit takes the money of an account below this, in micros of its currency, clients of its other sessions are asked to
 *     come again; 0: never
 */
public record ChargingPolicy(
        int tccFactorThousandths,
        long idleMs,
        long timeSkewMaxMs,
        long duplicatesWindowMs,
        long endedWindowMs,
        int switchSpreadS,
        int sharedValidityS,
        UsageBound usageBound,
        long lowBalanceMicros) {

    /** The defaults: Tcc of two validity times, 24 hours and 10 minutes for repeats. */
    public static ChargingPolicy defaults() {
        return new ChargingPolicy(2_000, 3_600_000, 300_000, 86_400_000, 600_000, 30, 60, UsageBound.DEFAULT, 0);
    }
}

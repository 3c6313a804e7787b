package io.ocs.core.charging;

import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.ServiceEntry;

/**
 * Reference point Rc (TS 32.296): which buckets pay. It works on a copy of the account's buckets and writes debits and reservations into the
 * record of the service; it changes no state. One instance per shard, used for one service at a time in this order: {@link #begin},
 * {@link #release}, debits, {@link #reserve}.
 *
 * <p>Order of payers: what the open step has paid already; then the unit buckets that the tariff allows, in the account's order; then money
 * buckets in the account's order, the main bucket last.
 */
public interface AccountBalanceFunction {

    /** Copies the buckets of the account. Buckets that have expired at {@code nowMs} pay no more. */
    void begin(AccountEntry account, long nowMs);

    /** Gives back, in the copy, what the service holds, so that it can pay for what was used (also from a bucket that has expired meanwhile). */
    void release(ServiceEntry service);

    /**
     * Debits used units in full: what no bucket can pay is taken from the main bucket, which then may go below its limit ({@link #overrun()}).
     * The set-up fee is charged with the first units of the service. Moves the position.
     *
     * @throws ArithmeticException if an amount overflows
     */
    void debit(PricePosition position, Tariff tariff, long units, ServiceRecord record);

    /** Debits an amount of money in full, as {@link #debit} does. */
    void debitMoney(long micros, ServiceRecord record);

    /** Gives money back to the main bucket. */
    void refund(long micros, ServiceRecord record);

    /** Money debited since {@link #begin} (negative: given back), micros. */
    long chargedMicros();

    /** Used units that were paid with money since {@link #begin}. */
    long paidUnits();

    /**
     * Bounds what may be reserved or charged from here on, until {@link #begin}: less what other services hold in money, so that no limit of spending is
     * exceeded by several sessions together. What was used is debited all the same.
     */
    void limitMoney(long micros);

    /** Whether more was charged since {@link #begin} than {@link #limitMoney} allows; what costs nothing is always allowed. */
    boolean beyondLimit();

    /** Set-up fee within {@link #chargedMicros()}. */
    long setupMicros();

    /** Whether something was debited since {@link #begin} that was not there. */
    boolean overrun();

    /**
     * Reserves for at least {@code units} more, in whole steps, or for as many as can be paid.
     *
     * @return units granted, those of the open step included; 0 if not one step can be paid
     */
    long reserve(PricePosition position, Tariff tariff, long units, ServiceRecord record);

    /** Reserves an amount of money besides. @return false if it is not there; then nothing is reserved */
    boolean hold(long micros, ServiceRecord record);

    /** Takes back, in the copy and in the record, all that was reserved since {@link #begin}. */
    void unreserve(ServiceRecord record);

    /** Whether all that {@link #reserve} has granted since {@link #begin} is paid by money, not by allowances. */
    boolean paidByMoney();

    /**
     * Holds in the copy what another service held before its {@link #release}, after debits: in the same buckets if it is still there, else in other
     * money, else less.
     *
     * @param bucketIds the parts that it holds from now on, for {@link ServiceEntry#PARTS_MAX} of them
     * @param amounts of each part
     * @return number of parts
     */
    int holdAgain(ServiceEntry service, int[] bucketIds, long[] amounts);

    /** Whether after {@link #reserve} not one further step can be paid. */
    boolean exhausted();

    /** Whether other services hold something in a bucket that could pay for this one. */
    boolean heldByOthers();

    /** Earliest expiry of the buckets that the reservation takes from, {@link Long#MAX_VALUE} if none expires. */
    long expiresMs();
}

package io.ocs.core.journal;

/** Types of journal records. Numbers never change; a type that is written no more stays in the list. */
public enum RecordType {
    /** {@link CreditControlRecord}: one credit-control request that changed something, or the end of a silent session. */
    CREDIT_CONTROL(1),
    /** {@link AccountOpenedRecord}. */
    ACCOUNT_OPENED(2),
    /** {@link SubscriberRecord}: a new member of an account. */
    SUBSCRIBER_ADDED(3),
    /** {@link SubscriberRecord}: another state or offer. */
    SUBSCRIBER_CHANGED(4),
    /** {@link SubscriberRecord}: the member is gone, with its identities; the account too if it was the last. */
    SUBSCRIBER_REMOVED(5),
    /** {@link IdentityRecord}. */
    IDENTITY_ADDED(6),
    /** {@link IdentityRecord}. */
    IDENTITY_REMOVED(7),
    /** {@link BalanceRecord}: opening balance, top-up, allowance, adjustment, refund, expiry, forfeit. */
    BALANCE_ADJUSTED(8),
    /** {@link CommandRecord}: a command was carried out; its repeat gets the same answer. */
    COMMAND_DONE(9),
    /** {@link AccountOpenedRecord}: another state or credit limit. */
    ACCOUNT_CHANGED(10),
    /** {@link TimerRecord}. */
    TIMER_SET(11),
    /** {@link CountedRecord}. */
    COUNTED(12),
    /** {@link NotificationRecord}. */
    NOTIFICATION(13),
    /** {@link TransferRecord}. */
    TRANSFER(14);

    private static final RecordType[] VALUES = values();
    private final int number;

    RecordType(int number) {
        this.number = number;
    }

    /** The number in the record's header. */
    public int number() {
        return number;
    }

    /**
     * The type numbered {@code number}.
     *
     * @throws IllegalArgumentException if this version knows no such type
     */
    public static RecordType of(int number) {
        if (number < 1 || number > VALUES.length) {
            throw new IllegalArgumentException(
                    "unknown journal record type " + number + ": written by a later version?");
        }
        return VALUES[number - 1];
    }
}

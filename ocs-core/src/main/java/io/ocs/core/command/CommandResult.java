package io.ocs.core.command;

/** How a command ended; {@code detail} says what to a person. {@code repeated}: the key was known, nothing was changed this time. */
public record CommandResult(Status status, String detail, boolean repeated) {

    /** Outcomes, with the number that is journaled. Numbers never change. */
    public enum Status {
        DONE(0),
        /** No subscriber has this identity. */
        UNKNOWN_SUBSCRIBER(1),
        /** The identity belongs to a subscriber already. */
        IDENTITY_TAKEN(2),
        /** The account has another currency. */
        CURRENCY_MISMATCH(3),
        /** A table or the account's bucket list is full. */
        NO_ROOM(4),
        /** No such session is open. */
        UNKNOWN_SESSION(5),
        /** The subscriber has open sessions. */
        SESSIONS_OPEN(6),
        /** A subscriber needs one identity. */
        LAST_IDENTITY(7),
        /** The amount is not positive, or overflows. */
        BAD_AMOUNT(8),
        /** The idempotency key was used for another command. */
        KEY_REUSED(9),
        /** The shard's queue is full; nothing was done; try again. */
        TOO_BUSY(10),
        /** The journal could not take it; nothing was done. */
        NOT_DURABLE(11),
        /** Something broke within; nothing was done. */
        FAILED(12),
        /** The life cycle does not lead from the subscriber's state to that one. */
        WRONG_STATE(13),
        /** The money has left the sender and is on its way; the same key tells later what became of it. */
        UNDER_WAY(14),
        /** Money of the account is on its way to others: it may have to come back. */
        TRANSFERS_OPEN(15),
        /** Sender and receiver are one account. */
        SAME_ACCOUNT(16),
        /** A rule of the catalogue says that this subscriber may not take the offer. */
        NOT_ELIGIBLE(17);

        private static final Status[] VALUES = values();
        private final int number;

        Status(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        public static Status of(int number) {
            return VALUES[number];
        }
    }

    public static CommandResult of(Status status, String detail) {
        return new CommandResult(status, detail, false);
    }

    public boolean isDone() {
        return status == Status.DONE;
    }
}

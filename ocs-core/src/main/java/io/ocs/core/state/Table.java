package io.ocs.core.state;

/** The tables of a shard. Every entry begins with its 16-octet key. Ordinals and lengths are part of the data format. */
public enum Table {
    /** One entry (key 0, 0): counters of the shard. */
    SHARD(ShardEntry.LENGTH),
    /** Charging accounts with their buckets, by account id. */
    ACCOUNT(AccountEntry.LENGTH),
    /** Subscribers, the members of accounts, by subscriber id. */
    SUBSCRIBER(SubscriberEntry.LENGTH),
    /** The identity directory, by hash of the identity. */
    IDENTITY(IdentityEntry.LENGTH),
    /** Open credit-control sessions, by hash of the Session-Id. */
    SESSION(SessionEntry.LENGTH),
    /** Services (rating group and service identifier) of open sessions. */
    SERVICE(ServiceEntry.LENGTH),
    /** Outcomes of ended sessions, events and commands, kept for repeats. */
    OUTCOME(OutcomeEntry.LENGTH),
    /** What is due, by subscriber or account and kind. */
    TIMER(TimerEntry.LENGTH),
    /** Counters, by subscriber or account. */
    COUNTER(CounterEntry.LENGTH),
    /** Money on its way to an account of another shard, or from one. */
    TRANSFER(TransferEntry.LENGTH);

    private static final Table[] VALUES = values();

    /** Number of tables. */
    public static final int COUNT = VALUES.length;

    /** Octets of a key: two longs, high half first, in native order. */
    public static final int KEY_LENGTH = 16;

    private final int entryLength;

    Table(int entryLength) {
        this.entryLength = entryLength;
    }

    /** Octets of one entry, key included; a multiple of 8. */
    public int entryLength() {
        return entryLength;
    }

    /** Octets of the entry at {@code address} that a log must keep to undo what is done to it from now on. */
    int keptForUndo(long address) {
        return switch (this) {
            case SESSION -> SessionEntry.CHANGING;
            case SERVICE -> ServiceEntry.filled(address);
            case ACCOUNT -> AccountEntry.filled(address);
            default -> entryLength;
        };
    }

    /** What is to become zero behind the octets kept, when they are put back: up to here. */
    int zeroForUndo() {
        return this == SESSION ? SessionEntry.CHANGING : entryLength;
    }

    public static Table of(int ordinal) {
        return VALUES[ordinal];
    }
}

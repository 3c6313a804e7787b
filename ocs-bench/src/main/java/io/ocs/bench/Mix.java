package io.ocs.bench;

import java.util.Locale;

/** What the virtual sessions ask for. The command line's names are in kebab case. */
public enum Mix {
    /** Packet data, one rating group: 1,000 octets used, 1,000,000 asked for in each request; 1 I : 10 U : 1 T. */
    DATA(10),
    /** As {@link #DATA}, with three rating groups in every request. */
    DATA_3RG(10),
    /** As {@link #DATA}, with two rating groups and the 70 AVPs of a packet gateway (3GPP PS-Information). */
    DATA_WIDE(10),
    /** Short messages: events that debit one unit directly, each with a Session-Id of its own. */
    SMS(0),
    /** Calls by seconds; 1 I : 4 U : 1 T. */
    VOICE(4),
    /** As {@link #DATA}, by families: 64 members, one after the other, share one account. */
    FAMILY(10),
    /** Things: sessions of one update, 100 octets used and 10,000 asked for; 1 I : 1 U : 1 T. */
    IOT(1);

    private static final int FAMILY_MEMBERS = 64;

    private final int updates;

    Mix(int updates) {
        this.updates = updates;
    }

    /** Update requests in a session. */
    int updates() {
        return updates;
    }

    /** Consecutive subscribers that share an account. */
    int accountMembers() {
        return this == FAMILY ? FAMILY_MEMBERS : 1;
    }

    /** Of the shipped catalogue, for all subscribers. */
    String offer() {
        return this == FAMILY ? "family" : "prepaid-data";
    }

    boolean isEvent() {
        return this == SMS;
    }

    /** @throws IllegalArgumentException if there is no such mix */
    public static Mix parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

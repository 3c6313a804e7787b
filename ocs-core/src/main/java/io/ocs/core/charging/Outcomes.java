package io.ocs.core.charging;

import io.ocs.core.Hash128;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/** Keys and places of outcomes. An outcome that has expired counts as absent; its place may be taken again. */
public final class Outcomes {

    private static final long SESSION = 0x5e55L;
    private static final long EVENT = 0xe7e7L;

    private Outcomes() {}

    /** First half of the key of a session that has ended: one outcome whatever the request. */
    public static long sessionHigh(long sessionHigh) {
        return Hash128.mix(sessionHigh, SESSION);
    }

    /** Second half of that key. */
    public static long sessionLow(long sessionLow) {
        return Hash128.mix(sessionLow, SESSION);
    }

    /** First half of the key of an event: Session-Id and CC-Request-Number. */
    public static long eventHigh(long sessionHigh, long number) {
        return Hash128.mix(Hash128.mix(sessionHigh, EVENT), number);
    }

    /** Second half of that key. */
    public static long eventLow(long sessionLow, long number) {
        return Hash128.mix(Hash128.mix(sessionLow, EVENT), number);
    }

    /** Address of the outcome of this key for writing, created if need be. */
    static long place(State state, long high, long low) {
        return state.find(Table.OUTCOME, high, low) == State.NONE
                ? state.create(Table.OUTCOME, high, low)
                : state.change(Table.OUTCOME, high, low);
    }
}

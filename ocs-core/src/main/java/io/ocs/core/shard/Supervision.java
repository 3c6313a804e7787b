package io.ocs.core.shard;

import io.ocs.core.charging.OnlineChargingFunction;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.UndoLog;

/**
 * The hand of a clock that goes round the sessions and the outcomes: it finds sessions that have been silent beyond Tcc or that their network element
 * has lost, and outcomes whose time is over. Paced: a turn round the sessions takes {@value #SESSIONS_TURN_MS} ms, one round the outcomes, which nobody waits for, {@value
 * #OUTCOMES_TURN_MS} ms, and one duty cycle ends at most {@value #ENDED_MAX} sessions.
 */
final class Supervision {

    private static final long SESSIONS_TURN_MS = 2_000;
    private static final long OUTCOMES_TURN_MS = 20_000;
    private static final int ENDED_MAX = 64;
    private static final int FORGOTTEN_MAX = 256;
    // Termination-Cause, RFC 6733 §8.15
    private static final int LINK_BROKEN = 5;
    private static final int SESSION_TIMEOUT = 8;

    private final AccountStore image;
    private final long notBeforeMs;
    private final boolean[] lost = new boolean[ENDED_MAX];
    private final SessionEntry session = new SessionEntry();
    private final OutcomeEntry outcome = new OutcomeEntry();
    private final long[] high = new long[FORGOTTEN_MAX];
    private final long[] low = new long[FORGOTTEN_MAX];
    private final AccountStore.Visitor noteSession = this::noteSession;
    private final AccountStore.Visitor noteOutcome = this::noteOutcome;
    private LostSessions lostSessions = new LostSessions(new RestartedHosts());
    private boolean restarts;
    private int found;
    private long nowMs;
    private long sessionsSweptMs;
    private long sessionCursor;
    private long outcomesSweptMs;
    private long outcomeCursor;

    Supervision(AccountStore image, long notBeforeMs) {
        this.image = image;
        this.notBeforeMs = notBeforeMs;
        sessionsSweptMs = notBeforeMs;
        outcomesSweptMs = notBeforeMs;
    }

    /** Ends also the sessions that these have lost. */
    void endSessionsOf(RestartedHosts hosts) {
        lostSessions = new LostSessions(hosts);
    }

    private static long slots(AccountStore image, Table table, long turnMs, long passedMs) {
        long slots = image.slots(table);
        return slots * Math.min(turnMs, passedMs) / turnMs;
    }

    /** Ends silent and lost sessions, in the batch at hand; tells how many. */
    int endExpired(OnlineChargingFunction charging, UndoLog state, JournalBatch batch, long atMs) {
        restarts = lostSessions.look(atMs);
        if ((atMs <= notBeforeMs && !restarts) || !state.hasRoom() || !batch.hasRoom()) {
            return 0;
        }
        sessionsSweptMs = Math.min(sessionsSweptMs, atMs); // the first turn may come before silence counts
        long slots = slots(image, Table.SESSION, SESSIONS_TURN_MS, atMs - sessionsSweptMs);
        if (slots == 0) {
            return 0;
        }
        nowMs = atMs;
        found = 0;
        sessionsSweptMs = atMs;
        sessionCursor = image.sweep(Table.SESSION, sessionCursor, slots, noteSession);
        int ended = 0;
        for (int i = 0; i < found && state.hasRoom() && batch.hasRoom(); i++) {
            state.savepoint();
            int cause = lost[i] ? LINK_BROKEN : SESSION_TIMEOUT;
            long deadlineMs = lost[i] ? Long.MAX_VALUE : atMs;
            if (charging.endSession(high[i], low[i], cause, deadlineMs, state, batch, atMs)) {
                ended++;
            }
        }
        return ended;
    }

    /**
     * Ends a session that its client does not know, if it is still open and nothing was heard of it since the client was asked.
     *
     * @return whether it was ended
     */
    boolean endLost(OnlineChargingFunction charging, ShardTask.End lost, UndoLog state, JournalBatch batch, long atMs) {
        long address = image.find(Table.SESSION, lost.sessionHigh, lost.sessionLow);
        return address != AccountStore.NONE
                && session.wrap(address).lastRequestMs() <= lost.askedMs
                && charging.endSession(
                        lost.sessionHigh, lost.sessionLow, LINK_BROKEN, Long.MAX_VALUE, state, batch, atMs);
    }

    private boolean noteSession(long address) {
        boolean silent = session.wrap(address).deadlineMs() <= nowMs && nowMs > notBeforeMs;
        if (silent || (restarts && lostSessions.has(session))) {
            lost[found] = !silent;
            note(session.keyHigh(), session.keyLow());
        }
        return found < ENDED_MAX;
    }

    private void note(long keyHigh, long keyLow) {
        high[found] = keyHigh;
        low[found] = keyLow;
        found++;
    }

    /** Removes outcomes that count as forgotten already; between two batches. Not journaled, since nobody can tell the difference. */
    void forgetExpired(long atMs) {
        long slots = atMs <= notBeforeMs ? 0 : slots(image, Table.OUTCOME, OUTCOMES_TURN_MS, atMs - outcomesSweptMs);
        if (slots <= 0) {
            return; // also if the time of what is durable is behind
        }
        nowMs = atMs;
        found = 0;
        outcomesSweptMs = atMs;
        outcomeCursor = image.sweep(Table.OUTCOME, outcomeCursor, slots, noteOutcome);
        for (int i = 0; i < found; i++) {
            image.delete(Table.OUTCOME, high[i], low[i]);
        }
    }

    private boolean noteOutcome(long address) {
        if (outcome.wrap(address).expiresMs() <= nowMs) {
            note(outcome.keyHigh(), outcome.keyLow());
        }
        return found < FORGOTTEN_MAX;
    }
}

package io.ocs.core.shard;

import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.UndoLog;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayList;

/** What is decided together and becomes durable together: its records, how to undo it, and who waits for it. Reused. One thread. */
final class Batch {

    /** A batch fits into the smallest segment, 1 MiB, with room for its header. */
    private static final int RECORD_OCTETS = 1024 * 1024 - 8 * 1024;

    /** A record of the greatest length, and what stands behind it: counters, notifications, a change of state. */
    private static final int DECISION_OCTETS = 2 * JournalBatch.RECORD_LENGTH_MAX;

    final JournalBatch records = new JournalBatch(RECORD_OCTETS);
    final UndoLog state;
    final List<ShardTask.Command> commands = new ArrayList<>();
    final List<ShardTask.Query<?>> queries = new ArrayList<>();
    private final int decidedMax;
    /** Accounts whose money became low, and the session that took it, in turn. */
    private final LongArrayList low = new LongArrayList();

    int requests;
    int ended;
    /** Things that timers have done in it. */
    int fired;
    /** Subscribers whose sessions are to end when it is durable. */
    final LongArrayList ending = new LongArrayList();

    long committingSinceNanos;
    /** Its records, or those of one before it, are lost: it was undone and answered, and only waits for its outcome. */
    boolean lost;
    /** By inlet, the requests taken when it was complete. */
    private long[] closed = {};

    Batch(AccountStore image, int undoOctets, int decidedMax) {
        state = new UndoLog(image, undoOctets);
        this.decidedMax = decidedMax;
    }

    /** Empties it, for decisions at {@code nowMs}. */
    void begin(long nowMs) {
        records.clear(nowMs);
        clearTasks();
        low.clear();
        requests = 0;
        ended = 0;
        fired = 0;
        lost = false;
    }

    /** Forgets commands and queries, which have their results. */
    void clearTasks() {
        commands.clear();
        queries.clear();
        ending.clear();
    }

    /** The money of an account became low by what a session, or an event, was charged. */
    void low(long accountId, long sessionLow) {
        low.addLong(accountId);
        low.addLong(sessionLow);
    }

    /** Has the other sessions of those accounts searched, once the batch is durable. */
    void forEachLow(SessionSearch search) {
        for (int i = 0; i < low.size(); i += 2) {
            search.onLowBalance(low.getLong(i), low.getLong(i + 1));
        }
    }

    /** Everything that was taken and has no answer yet belongs to it, or to one before it. */
    void close(Inlets.Inlet[] inlets) {
        if (closed.length < inlets.length) {
            closed = new long[inlets.length];
        }
        for (int i = 0; i < inlets.length; i++) {
            closed[i] = inlets[i].ring.taken();
        }
    }

    /** Shows the answers to the requests in it, and wakes those who wait for them. */
    void answer(Inlets.Inlet[] inlets) {
        for (int i = 0; i < Math.min(closed.length, inlets.length); i++) {
            inlets[i].answer(closed[i]);
        }
    }

    /** Time of all its decisions. */
    long timeMs() {
        return records.timeMs();
    }

    int size() {
        return requests + commands.size() + queries.size() + ended + fired;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Whether one more request or command may be decided in it. */
    boolean hasRoom() {
        return size() < decidedMax && RECORD_OCTETS - records.length() >= DECISION_OCTETS && state.hasRoom();
    }
}

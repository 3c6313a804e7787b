package io.ocs.core.shard;

import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.UndoLog;
import java.util.ArrayList;
import java.util.List;

/** What is decided together and becomes durable together: its records, how to undo it, and who waits for it. Reused. One thread. */
final class Batch {

    /** A batch fits into the smallest segment, 1 MiB, with room for its header. */
    private static final int RECORD_OCTETS = 1024 * 1024 - 8 * 1024;

    final JournalBatch records = new JournalBatch(RECORD_OCTETS);
    final UndoLog state;
    final List<ShardTask.Command> commands = new ArrayList<>();
    final List<ShardTask.Query<?>> queries = new ArrayList<>();
    private final int decidedMax;
    int requests;
    int ended;
    long committingSinceNanos;

    Batch(AccountStore image, int undoOctets, int decidedMax) {
        state = new UndoLog(image, undoOctets);
        this.decidedMax = decidedMax;
    }

    /** Empties it, for decisions at {@code nowMs}. */
    void begin(long nowMs) {
        records.clear(nowMs);
        commands.clear();
        queries.clear();
        requests = 0;
        ended = 0;
    }

    /** Time of all its decisions. */
    long timeMs() {
        return records.timeMs();
    }

    int size() {
        return requests + commands.size() + queries.size() + ended;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Whether one more request or command may be decided in it. */
    boolean hasRoom() {
        return size() < decidedMax && records.hasRoom() && state.hasRoom();
    }
}

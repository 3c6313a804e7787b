package io.ocs.core.shard;

import io.ocs.core.command.CommandFunction;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;
import io.ocs.core.state.UndoLog;
import java.util.function.Consumer;

/**
 * The hand of a clock that goes round the timers and has done what is due, in the batch at hand. Paced: a turn takes {@value #TURN_MS} ms, and one duty cycle
 * does at most {@value #FIRED_MAX} things, so that what fell due while the server was down is caught up beside the traffic. One thread.
 */
final class Timers {

    private static final long TURN_MS = 5_000;
    private static final int FIRED_MAX = 64;

    private final AccountStore image;
    private final TimerEntry timer = new TimerEntry();
    private final AccountStore.Visitor note = this::note;
    private final long[] owners = new long[FIRED_MAX];
    private final long[] kinds = new long[FIRED_MAX];
    private int found;
    private long nowMs;
    private long sweptMs;
    private long cursor;

    Timers(AccountStore image, long startMs) {
        this.image = image;
        sweptMs = startMs - TURN_MS; // what fell due meanwhile is looked for at once
    }

    /**
     * Does what is due; tells how many things were done.
     *
     * @param contained is told what fails in a way that must not happen; it is undone, and tried again with the next turn
     */
    int fire(
            CommandFunction commands,
            UndoLog state,
            JournalBatch batch,
            long atMs,
            Consumer<RuntimeException> contained) {
        long slots = slots(atMs);
        if (slots == 0 || !state.hasRoom() || !batch.hasRoom()) {
            return 0;
        }
        nowMs = atMs;
        found = 0;
        cursor = image.sweep(Table.TIMER, cursor, slots, note);
        sweptMs = atMs;
        int done = 0;
        for (int i = 0; i < found && state.hasRoom() && batch.hasRoom(); i++) {
            int mark = batch.mark();
            int records = batch.recordCount();
            state.savepoint();
            if (isDone(commands, i, state, batch, contained)) {
                done++;
            } else {
                state.rollback();
                batch.rollback(mark, records);
            }
        }
        return done;
    }

    private boolean isDone(
            CommandFunction commands,
            int index,
            UndoLog state,
            JournalBatch batch,
            Consumer<RuntimeException> contained) {
        try {
            return commands.onTimer(owners[index], kinds[index], state, batch, nowMs);
        } catch (RuntimeException e) {
            contained.accept(e);
            return false;
        }
    }

    /** As many as the time since the last look is worth. */
    private long slots(long atMs) {
        long passedMs = Math.min(TURN_MS, Math.max(0, atMs - sweptMs));
        return image.slots(Table.TIMER) * passedMs / TURN_MS;
    }

    private boolean note(long address) {
        if (timer.wrap(address).dueMs() <= nowMs) {
            owners[found] = timer.ownerId();
            kinds[found] = timer.kind();
            found++;
        }
        return found < FIRED_MAX;
    }
}

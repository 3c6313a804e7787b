package io.ocs.core.shard;

import io.ocs.core.charging.StateMachine;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.Table;
import java.util.function.LongConsumer;

/** Brings an image up to date with its journal, by the code that runs when the server serves. */
public final class Recovery {

    private static final int BATCHES_BETWEEN_SWEEPS = 512;
    private static final int SWEEP_PARTS = 8;
    private static final int OUTCOMES_SPARE = 64;

    private final StateMachine machine = new StateMachine();
    private final ShardEntry shard = new ShardEntry();
    private final OutcomeEntry outcome = new OutcomeEntry();
    private final AccountStore image;
    private final Journal journal;
    private long timeMs;
    private long cursor;
    private long records;

    public Recovery(AccountStore image, Journal journal) {
        this.image = image;
        this.journal = journal;
    }

    /**
     * Applies everything that the image has not seen.
     *
     * @param progress told the position reached, now and then
     * @return records applied
     */
    public long run(LongConsumer progress) {
        if (image.size(Table.SHARD) == 0) {
            machine.initialise(image);
        }
        long from = shard.wrap(image.find(Table.SHARD, 0, 0)).appliedPosition();
        if (from > journal.committedPosition()) {
            throw new JournalException("the image has seen the journal up to " + from + ", but the journal ends at "
                    + journal.committedPosition() + ": put the missing segment file back, or restore a backup");
        }
        try (JournalReader reader = journal.read(from)) {
            int batches = 0;
            while (reader.poll(this::apply)) {
                if (++batches % BATCHES_BETWEEN_SWEEPS == 0) {
                    forgetExpired();
                    progress.accept(reader.position());
                }
            }
            shard.wrap(image.find(Table.SHARD, 0, 0)).appliedPosition(reader.position());
        }
        return records;
    }

    private void apply(
            io.ocs.core.journal.RecordType type,
            int version,
            org.agrona.DirectBuffer buffer,
            int offset,
            int length,
            long position,
            long batchMs,
            int epoch) {
        timeMs = batchMs;
        if (image.room(Table.OUTCOME) < OUTCOMES_SPARE) {
            forgetAllExpired();
        }
        machine.apply(image, type, buffer, offset, batchMs);
        records++;
    }

    private void forgetAllExpired() {
        for (int part = 0; part < SWEEP_PARTS; part++) {
            forgetExpired();
        }
    }

    /** Outcomes that expired while the journal was written would otherwise fill their table. */
    private void forgetExpired() {
        long[] key = new long[2];
        int slots = image.slots(Table.OUTCOME) / SWEEP_PARTS + 1;
        for (boolean more = true; more; ) {
            key[0] = 0;
            key[1] = 0;
            cursor = image.sweep(Table.OUTCOME, cursor, slots, address -> {
                if (outcome.wrap(address).expiresMs() > timeMs) {
                    return true;
                }
                key[0] = outcome.keyHigh();
                key[1] = outcome.keyLow();
                return false;
            });
            more = key[0] != 0 || key[1] != 0;
            if (more) {
                image.delete(Table.OUTCOME, key[0], key[1]);
            }
        }
    }
}

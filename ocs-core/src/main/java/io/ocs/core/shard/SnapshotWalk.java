package io.ocs.core.shard;

import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotSink;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.State;
import io.ocs.core.state.StateObserver;
import io.ocs.core.state.Table;
import java.util.Arrays;

/**
 * Hands the state as it is between two batches to a snapshot, a little in each duty cycle, while the shard goes on changing it: an entry that has
 * not been walked yet is copied before it changes. So the snapshot is exact, and no cycle takes long. Allocates only when a walk begins and a table
 * has grown. One thread, the shard's.
 */
public final class SnapshotWalk implements StateObserver {

    /** What looking at a slot costs of a step's budget, beside the octets copied. */
    private static final int SLOT_OCTETS = 16;

    private static final int NO_TABLE = Table.COUNT;

    private final AccountStore image;
    private final SnapshotSink sink;
    /** Bit by slot ahead of the walk: not to be walked any more, because it was copied before its change or came later. Zero between walks. */
    private final long[][] settled = new long[Table.COUNT][];

    private final int[] slots = new int[Table.COUNT];
    private int table = NO_TABLE;
    private int slot;

    public SnapshotWalk(AccountStore image, SnapshotSink sink) {
        this.image = image;
        this.sink = sink;
        Arrays.fill(settled, new long[0]);
    }

    /** Whether entries are still to be walked. */
    public boolean isWalking() {
        return table < NO_TABLE;
    }

    /**
     * Begins a snapshot of the state as it is now. Between two batches only; the sink must be idle.
     *
     * <p>The shard's own entry is copied at once: the shard changes it after each commit without telling.
     */
    public void begin(SnapshotHead head) {
        for (int i = 0; i < Table.COUNT; i++) {
            slots[i] = image.slots(Table.of(i));
            int words = (slots[i] + Long.SIZE - 1) / Long.SIZE;
            if (settled[i].length < words) {
                settled[i] = new long[words];
            }
        }
        sink.begin(head);
        image.observer(this);
        table = Table.SHARD.ordinal();
        slot = 0;
        while (table == Table.SHARD.ordinal()) {
            walkSlot();
        }
    }

    /** Walks on for about {@code budget} octets, or as far as the sink has room. Tells how many octets' worth was walked. */
    public int step(int budget) {
        int left = budget;
        while (isWalking() && left > 0 && sink.hasRoom()) {
            left -= walkSlot();
        }
        return budget - left;
    }

    private int walkSlot() {
        if (slot == slots[table]) {
            nextTable();
            return SLOT_OCTETS;
        }
        Table walked = Table.of(table);
        long address = isSettled(table, slot) ? State.NONE : image.entryAt(walked, slot);
        slot++;
        if (address == State.NONE) {
            return SLOT_OCTETS;
        }
        append(walked, address);
        return SLOT_OCTETS + walked.entryLength();
    }

    private void nextTable() {
        Arrays.fill(settled[table], 0);
        table++;
        slot = 0;
        if (table == NO_TABLE) {
            image.observer(StateObserver.NONE);
            sink.end();
        }
    }

    private void append(Table copied, long address) {
        if (!sink.append(copied, address)) {
            table = NO_TABLE;
            image.observer(StateObserver.NONE);
            for (long[] bits : settled) {
                Arrays.fill(bits, 0);
            }
        }
    }

    /** The entry goes into the snapshot as it is, unless it is there or came later. */
    @Override
    public void beforeChange(Table changed, long address) {
        if (isWalking() && settle(changed, address)) {
            append(changed, address);
        }
    }

    /** The entry is not part of the snapshot. */
    @Override
    public void created(Table created, long address) {
        if (isWalking()) {
            settle(created, address);
        }
    }

    /** Marks a slot that lies ahead of the walk; false if it does not, or was marked before. */
    private boolean settle(Table changed, long address) {
        int of = changed.ordinal();
        if (of < table) {
            return false;
        }
        int at = image.slotOf(changed, address);
        if (at >= slots[of] || (of == table && at < slot) || isSettled(of, at)) {
            return false;
        }
        settled[of][at / Long.SIZE] |= 1L << at;
        return true;
    }

    private boolean isSettled(int of, int at) {
        return (settled[of][at / Long.SIZE] & 1L << at) != 0;
    }
}

package io.ocs.balance.snapshot;

import io.ocs.balance.journal.FaultyStorage;
import io.ocs.core.shard.SnapshotWalk;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.TableCounts;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.State;
import io.ocs.core.state.StateHash;
import io.ocs.core.state.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;

/** A store under random changes with a walk over it and a writer behind it, all in one thread. */
final class SnapshotRun implements SnapshotListener {

    private static final int KEYS = 600;

    final List<String> failures = new ArrayList<>();
    final List<Long> written = new ArrayList<>();
    final AccountStore store;
    final SnapshotWriter writer;
    final SnapshotWalk walk;
    final SplittableRandom random;
    boolean journalForces = true;

    SnapshotRun(AccountStore store, SnapshotFolder folder, long seed) {
        this.store = store;
        random = new SplittableRandom(seed);
        writer = new SnapshotWriter(folder, 1024 * 1024, position -> journalForces, this);
        walk = new SnapshotWalk(store, writer);
    }

    static SnapshotFolder folder(FaultyStorage storage) {
        return new SnapshotFolder(storage, 3, 2);
    }

    /** Begins a snapshot of what is there and tells its hash. */
    long begin(long position) {
        long hash = StateHash.of(store);
        walk.begin(new SnapshotHead(3, 1, position, 1_000 + position, TableCounts.of(store)));
        return hash;
    }

    /** One whole snapshot without changes meanwhile; its hash. */
    long snapshot(long position) {
        long hash = begin(position);
        finish();
        return hash;
    }

    void finish() {
        while (walk.isWalking()) {
            walk.step(10_000);
            work();
        }
        work();
    }

    /** The disk takes what it was given. */
    void work() {
        while (writer.doWork()) {
            // until nothing waits
        }
    }

    void change(int count) {
        for (int i = 0; i < count; i++) {
            change(Table.of(random.nextInt(Table.COUNT)));
        }
    }

    private void change(Table table) {
        long key = table == Table.SHARD ? 0 : random.nextInt(KEYS);
        long address = store.find(table, key, 0);
        if (address == State.NONE) {
            if (store.room(table) > 0) {
                address = store.create(table, key, 0);
                fill(table, address);
            }
        } else if (table != Table.SHARD && random.nextInt(3) == 0) {
            store.delete(table, key, 0);
        } else {
            fill(table, store.change(table, key, 0));
        }
    }

    private void fill(Table table, long address) {
        for (int at = Table.KEY_LENGTH; at < table.entryLength(); at += Long.BYTES) {
            UnsafeApi.putLong(address + at, random.nextLong());
        }
    }

    @Override
    public void onWritten(SnapshotHead head, long octets, long durationNanos) {
        written.add(head.position());
    }

    @Override
    public void onFailed(SnapshotHead head, String why, Exception cause) {
        failures.add(why);
    }
}

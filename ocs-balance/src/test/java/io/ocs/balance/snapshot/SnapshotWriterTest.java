package io.ocs.balance.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.journal.FaultyStorage.Operation;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.state.StateHash;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: whatever the disk does, the shard goes on, the snapshot before stays, and the next one is good. */
class SnapshotWriterTest {

    private static final StoreCapacity CAPACITY = new StoreCapacity(20_000, 300, 400, 400, 500, 600);

    private final FaultyStorage storage = new FaultyStorage(1);
    private final SnapshotFolder folder = SnapshotRun.folder(storage);
    private final MemoryAccountStore store = new MemoryAccountStore(CAPACITY);
    private final SnapshotRun run = new SnapshotRun(store, folder, 5);

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"WRITE", "FORCE", "CREATE", "RENAME"})
    void aDiskThatRefusesCostsOneSnapshot(Operation refused) {
        run.change(500);
        run.snapshot(100);
        run.change(500);
        storage.fail((operation, file) -> {
            if (operation == refused) {
                throw new IOException("No space left on device");
            }
        });
        run.snapshot(200);
        assertThat(run.failures).hasSize(1).first().asString().contains("No space left on device");
        assertThat(run.writer.isIdle()).isTrue();
        assertThat(run.writer.durablePosition()).isEqualTo(100);
        storage.fail((operation, file) -> {});
        long hash = run.snapshot(300);
        assertThat(folder.positions()).containsExactly(100L, 300L);
        assertThat(storage.list()).noneMatch(name -> name.contains("300") && name.endsWith(".tmp"));
        try (SnapshotReader reader = folder.read(300)) {
            StateHash read = new StateHash();
            reader.forEach(read::add);
            assertThat(read.value()).isEqualTo(hash);
        }
    }

    @Test
    void oneThatGotAheadOfItsJournalGetsNoName() {
        run.change(500);
        run.journalForces = false;
        run.snapshot(100);
        assertThat(folder.positions()).isEmpty();
        assertThat(run.failures).hasSize(1).first().asString().contains("the journal cannot be forced");
    }

    /** The disk takes nothing: the walk pauses, and when the reserve for changes is used up too, the snapshot is given up, not the shard. */
    @Test
    void aDiskThatIsTooSlowCostsTheSnapshotOnly() {
        for (long key = 1; key <= 20_000; key++) {
            store.create(io.ocs.core.state.Table.ACCOUNT, key, 0);
        }
        run.begin(100);
        for (int i = 0; i < 1_000; i++) {
            run.walk.step(10_000);
        }
        assertThat(run.walk.isWalking()).as("it pauses").isTrue();
        for (long key = 20_000; key > 0; key--) {
            store.change(io.ocs.core.state.Table.ACCOUNT, key, 0);
        }
        assertThat(run.walk.isWalking()).as("given up").isFalse();
        run.work();
        assertThat(run.failures).hasSize(1).first().asString().contains("the disk is too slow");
        assertThat(storage.list()).as("nothing is left of it").isEmpty();
        long hash = run.snapshot(200);
        assertThat(run.written).containsExactly(200L);
        assertThat(StateHash.of(store)).isEqualTo(hash);
    }
}

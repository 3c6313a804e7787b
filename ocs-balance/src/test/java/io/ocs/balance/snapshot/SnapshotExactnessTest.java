package io.ocs.balance.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.store.ChronicleAccountStore;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.snapshot.SnapshotLoad;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.StateHash;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotExactnessTest {

    private static final StoreCapacity CAPACITY = new StoreCapacity(200, 300, 400, 400, 500, 600);

    @TempDir
    Path folder;

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 12) : LongStream.of(Long.parseLong(seed));
    }

    /** Goal: whatever changes while a snapshot is taken, it holds the state at its position, and every entry once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isTheStateAtItsPosition(long seed) {
        try (AccountStore store = new MemoryAccountStore(CAPACITY)) {
            check(store, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheStateAtItsPositionInMappedFiles(long seed) {
        try (AccountStore store = ChronicleAccountStore.create(folder, CAPACITY, text -> {})) {
            check(store, seed);
        }
    }

    private static void check(AccountStore store, long seed) {
        SnapshotFolder snapshots = SnapshotRun.folder(new FaultyStorage(seed));
        SnapshotRun run = new SnapshotRun(store, snapshots, seed);
        run.change(2_000);
        for (int round = 0; round < 6; round++) {
            long position = 100L + round;
            long hash = run.begin(position);
            while (run.walk.isWalking()) {
                run.change(run.random.nextInt(60));
                run.walk.step(run.random.nextInt(20_000));
                if (run.random.nextInt(3) == 0) {
                    run.work();
                }
            }
            run.work();
            String where = "seed " + seed + ", round " + round;
            assertThat(run.failures).as(where).isEmpty();
            assertThat(hashOf(snapshots, position)).as(where).isEqualTo(hash);
        }
        assertThat(snapshots.positions()).as("only the newest are kept").containsExactly(104L, 105L);
    }

    private static long hashOf(SnapshotFolder snapshots, long position) {
        try (AccountStore image = new MemoryAccountStore(CAPACITY);
                SnapshotReader reader = snapshots.read(position)) {
            new SnapshotLoad(reader, image, (loaded, total) -> {}).run();
            return StateHash.of(image);
        }
    }
}

package io.ocs.balance.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.snapshot.SnapshotException;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.StateHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a restart begins from a state that was, whatever has become of the files; or it says why not and changes nothing. */
class SnapshotRestoreTest {

    private static final StoreCapacity CAPACITY = new StoreCapacity(50, 50, 60, 40, 50, 60);

    private final FaultyStorage storage = new FaultyStorage(1);
    private final SnapshotFolder folder = SnapshotRun.folder(storage);
    private final AccountStore image = new MemoryAccountStore(CAPACITY);
    private final List<String> damage = new ArrayList<>();
    private SnapshotRun run;
    private long hashAt100;
    private long hashAt200;

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 20) : LongStream.of(Long.parseLong(seed));
    }

    @BeforeEach
    void takeTwo() {
        run = new SnapshotRun(new MemoryAccountStore(CAPACITY), folder, 7);
        run.change(1_000);
        hashAt100 = run.snapshot(100);
        run.change(1_000);
        hashAt200 = run.snapshot(200);
    }

    private Optional<SnapshotHead> restore(long journalFirst, long journalEnd) {
        return new SnapshotRestore(folder, journalFirst, journalEnd, new SnapshotRestore.Listener() {
                    @Override
                    public void onDamaged(String message) {
                        damage.add(message);
                    }

                    @Override
                    public void onEntries(long loaded, long total) {
                        assertThat(loaded).isLessThanOrEqualTo(total);
                    }
                })
                .into(image);
    }

    @Test
    void theNewestIsTaken() {
        SnapshotHead head = restore(100, 250).orElseThrow();
        assertThat(head.position()).isEqualTo(200);
        assertThat(head.timeMs()).isEqualTo(1_200);
        assertThat(StateHash.of(image)).isEqualTo(hashAt200);
        assertThat(damage).isEmpty();
    }

    /** Any flipped bit and any cut. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aDamagedOneIsPutAsideAndTheOneBeforeItServes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String name = SnapshotFolder.fileName(200);
        byte[] octets = storage.octets(name);
        int at = seed == 0 ? 0 : random.nextInt(octets.length);
        if (random.nextBoolean()) {
            storage.flip(name, at, random.nextInt(8));
        } else {
            storage.put(name, Arrays.copyOf(octets, at));
        }
        SnapshotHead head = restore(100, 250).orElseThrow();
        String where = "seed " + seed + ", octet " + at;
        assertThat(head.position()).as(where).isEqualTo(100);
        assertThat(StateHash.of(image)).as(where).isEqualTo(hashAt100);
        assertThat(damage).as(where).hasSize(1);
        assertThat(damage.get(0)).contains(name, "at octet", "put aside");
        assertThat(folder.positions()).as("it counts no more").containsExactly(100L);
        assertThat(storage.list()).as("but is kept").contains(name + ".refused");
    }

    @Test
    void withoutAGoodOneTheWholeJournalServesAsLongAsItIsThere() {
        damageBoth();
        assertThat(restore(0, 250)).isEmpty();
        assertThat(damage).hasSize(2);
        assertThat(StateHash.of(image)).isEqualTo(StateHash.of(new MemoryAccountStore(CAPACITY)));
    }

    @Test
    void withoutAGoodOneAndWithoutTheWholeJournalTheStartStopsAndChangesNothing() {
        damageBoth();
        int before = storage.contentHash();
        assertThatThrownBy(() -> restore(100, 250))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("the journal begins at position 100");
        assertThat(storage.contentHash()).isEqualTo(before);
    }

    private void damageBoth() {
        storage.flip(SnapshotFolder.fileName(100), 300, 1);
        storage.flip(SnapshotFolder.fileName(200), 300, 1);
    }

    @Test
    void oneAheadOfItsJournalStopsTheStart() {
        assertRefused(100, 199, "the journal ends at 199");
    }

    @Test
    void oneOlderThanItsJournalStopsTheStart() {
        storage.flip(SnapshotFolder.fileName(200), 300, 1);
        assertRefused(101, 250, "the journal begins at 101");
    }

    @Test
    void oneOfAnotherVersionShardOrPlaceStopsTheStart() throws IOException {
        byte[] octets = storage.octets(SnapshotFolder.fileName(200));
        storage.put(SnapshotFolder.fileName(210), octets);
        assertRefused(100, 250, "of shard 3 at position 200, not of shard 3 at 210");

        java.nio.ByteBuffer later = java.nio.ByteBuffer.wrap(octets.clone()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        later.putInt(SnapshotFormat.VERSION, 2);
        later.putInt(SnapshotFormat.HEADER_CRC, SnapshotFormat.headerCrc(later, new java.util.zip.CRC32C()));
        storage.delete(SnapshotFolder.fileName(210));
        storage.put(SnapshotFolder.fileName(200), later.array());
        assertRefused(100, 250, "is of format version 2, this program reads version 1");
    }

    private void assertRefused(long journalFirst, long journalEnd, String message) {
        int before = storage.contentHash();
        assertThatThrownBy(() -> restore(journalFirst, journalEnd))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("Nothing was changed");
        assertThat(storage.contentHash()).isEqualTo(before);
    }

    @Test
    void anImageThatIsTooSmallIsNamed() {
        StoreCapacity small = new StoreCapacity(1, 50, 60, 40, 50, 60);
        SnapshotRestore restore = new SnapshotRestore(folder, 100, 250, new SnapshotRestore.Listener() {
            @Override
            public void onDamaged(String message) {
                damage.add(message);
            }

            @Override
            public void onEntries(long loaded, long total) {
                damage.add("loaded");
            }
        });
        assertThatThrownBy(() -> restore.into(new MemoryAccountStore(small)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("accounts.capacity");
        assertThat(damage).isEmpty();
    }
}

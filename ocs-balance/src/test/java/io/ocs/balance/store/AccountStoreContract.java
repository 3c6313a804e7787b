package io.ocs.balance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link AccountStore} does. */
abstract class AccountStoreContract {

    static final StoreCapacity CAPACITY = new StoreCapacity(200, 200, 300, 400, 500, 1_000);
    private static final int KEYS = 600;

    private record Key(long high, long low) {}

    private final ByteBuffer entry = ByteBuffer.allocateDirect(4_096);
    AccountStore store;

    abstract AccountStore newStore(StoreCapacity capacity);

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.of(1, 2, 3, 4) : LongStream.of(Long.parseLong(seed));
    }

    @BeforeEach
    void open() {
        store = newStore(CAPACITY);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    /** Goal: whatever the order of changes, the store holds what a map of byte images would hold. */
    @ParameterizedTest
    @MethodSource("seeds")
    void behavesLikeAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Table, Map<Key, Long>> model = new HashMap<>();
        for (Table table : Table.values()) {
            model.put(table, new HashMap<>());
        }
        for (int step = 0; step < 60_000; step++) {
            Table table = Table.of(random.nextInt(Table.COUNT));
            step(random, table, model.get(table), "seed " + seed + ", step " + step);
        }
        for (Table table : Table.values()) {
            assertSame(table, model.get(table), "seed " + seed);
        }
    }

    private void step(SplittableRandom random, Table table, Map<Key, Long> model, String where) {
        Key key = key(table, random.nextInt(KEYS));
        Long filling = model.get(key);
        long found = store.find(table, key.high, key.low);
        assertThat(found != State.NONE).as(where).isEqualTo(filling != null);
        assertThat(store.mayContain(table, key.high, key.low)).as(where).isEqualTo(filling != null);
        assertThat(store.room(table)).as(where).isEqualTo(CAPACITY.of(table) - model.size());
        if (filling == null) {
            if (store.room(table) > 0 && random.nextInt(4) > 0) {
                model.put(key, random.nextBoolean() ? create(table, key, where) : add(table, key, random.nextLong()));
            }
        } else if (random.nextInt(3) == 0) {
            assertFilled(table, found, filling, where);
            store.delete(table, key.high, key.low);
            model.remove(key);
        } else {
            long value = random.nextLong();
            long address = store.change(table, key.high, key.low);
            assertThat(address).as(where).isEqualTo(found);
            fill(table, address, value);
            model.put(key, value);
        }
    }

    private long create(Table table, Key key, String where) {
        assertBlank(table, store.create(table, key.high, key.low), key, where);
        return 0;
    }

    /** Adds a copy of an entry that is filled with {@code filling}. */
    private long add(Table table, Key key, long filling) {
        long from = BufferUtil.address(entry);
        UnsafeApi.putLong(from, key.high);
        UnsafeApi.putLong(from + Long.BYTES, key.low);
        fill(table, from, filling);
        store.add(table, from);
        return filling;
    }

    private void assertSame(Table table, Map<Key, Long> model, String where) {
        assertThat(store.size(table)).as(where).isEqualTo(model.size());
        assertThat(keysByForEach(table)).as(where).containsExactlyInAnyOrderElementsOf(model.keySet());
        model.forEach((key, value) -> assertFilled(table, store.find(table, key.high, key.low), value, where));
    }

    /** Account ids with an empty low half, and hashes of which some clash in either half. */
    private static Key key(Table table, int index) {
        return switch (table) {
            case SHARD -> new Key(0, 0);
            case ACCOUNT, SUBSCRIBER -> new Key(index, 0);
            default -> new Key(index / 3 * 0x9e37_79b9_7f4a_7c15L, index % 3);
        };
    }

    private static void fill(Table table, long address, long value) {
        for (int at = Table.KEY_LENGTH; at < table.entryLength(); at += Long.BYTES) {
            UnsafeApi.putLong(address + at, value + (value == 0 ? 0 : at));
        }
    }

    private static void assertFilled(Table table, long address, long value, String where) {
        for (int at = Table.KEY_LENGTH; at < table.entryLength(); at += Long.BYTES) {
            if (UnsafeApi.getLong(address + at) != value + (value == 0 ? 0 : at)) {
                throw new AssertionError(where + ": " + table + " differs at " + at);
            }
        }
    }

    private static void assertBlank(Table table, long address, Key key, String where) {
        assertThat(UnsafeApi.getLong(address)).as(where).isEqualTo(key.high);
        assertThat(UnsafeApi.getLong(address + Long.BYTES)).as(where).isEqualTo(key.low);
        assertThat(address & 7).as(where).isZero();
        assertFilled(table, address, 0, where);
    }

    private static Key keyAt(long address) {
        return new Key(UnsafeApi.getLong(address), UnsafeApi.getLong(address + Long.BYTES));
    }

    private List<Key> keysByForEach(Table table) {
        List<Key> keys = new ArrayList<>();
        store.forEach(table, address -> keys.add(keyAt(address)));
        return keys;
    }

    @Test
    void takesAsManyEntriesAsItsCapacityInEveryTable() {
        for (Table table : Table.values()) {
            for (int i = 0; i < CAPACITY.of(table); i++) {
                store.create(table, i, 7);
            }
            assertThat(store.room(table)).isZero();
            assertThat(store.size(table)).isEqualTo(store.capacity(table));
            assertThatThrownBy(() -> store.create(table, -1, 7)).hasMessageContaining("full");
            store.delete(table, 0, 7);
            store.create(table, -1, 7);
            assertThat(store.find(table, -1, 7)).isNotEqualTo(State.NONE);
        }
    }

    @Test
    void entriesDoNotMoveWhenOthersComeAndGo() {
        long address = store.create(Table.SESSION, 1, 1);
        UnsafeApi.putLong(address + 16, 4711);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 300; i++) {
                store.create(Table.SESSION, 1000 + i, round);
            }
            for (int i = 0; i < 300; i++) {
                store.delete(Table.SESSION, 1000 + i, round);
            }
        }
        assertThat(store.find(Table.SESSION, 1, 1)).isEqualTo(address);
        assertThat(UnsafeApi.getLong(address + 16)).isEqualTo(4711);
    }

    @Test
    void refusesToBreakItsInvariants() {
        store.create(Table.ACCOUNT, 5, 0);
        assertThatThrownBy(() -> store.create(Table.ACCOUNT, 5, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> add(Table.ACCOUNT, new Key(5, 0), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> store.change(Table.ACCOUNT, 6, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.delete(Table.ACCOUNT, 6, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(store.find(Table.ACCOUNT, 6, 0)).isEqualTo(State.NONE);
    }

    @Test
    void clearEmptiesAllTables() {
        for (Table table : Table.values()) {
            store.create(table, 1, 2);
        }
        store.clear();
        for (Table table : Table.values()) {
            assertThat(store.size(table)).isZero();
            assertThat(store.find(table, 1, 2)).isEqualTo(State.NONE);
            assertThat(keysByForEach(table)).isEmpty();
            assertBlank(table, store.create(table, 1, 2), new Key(1, 2), table.name());
        }
    }

    @Test
    void sweepVisitsEveryEntryOnceATurnAndStopsWhereItIsTold() {
        for (int i = 0; i < 150; i++) {
            store.create(Table.SUBSCRIBER, i, 0);
        }
        List<Key> seen = new ArrayList<>();
        long cursor = 0;
        long turn = store.slots(Table.SUBSCRIBER);
        for (long done = 0; done < turn; done += 7) {
            cursor = store.sweep(
                    Table.SUBSCRIBER, cursor, Math.min(7, turn - done), address -> seen.add(keyAt(address)));
        }
        assertThat(seen).hasSize(150).doesNotHaveDuplicates();
        assertThat(cursor % turn).isZero();
        seen.clear();
        cursor = store.sweep(Table.SUBSCRIBER, cursor, turn, address -> {
            seen.add(keyAt(address));
            return seen.size() < 3;
        });
        assertThat(seen).hasSize(3);
        store.sweep(Table.SUBSCRIBER, cursor, turn - cursor, address -> seen.add(keyAt(address)));
        assertThat(seen).hasSize(150).doesNotHaveDuplicates();
    }

    @Test
    void findsAndChangesWithoutAllocating() {
        for (int i = 0; i < 200; i++) {
            store.create(Table.ACCOUNT, i, 0);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) { // the first ones warm up
            long before = threads.getCurrentThreadAllocatedBytes();
            touch(20_000);
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(bytes).isZero();
    }

    private void touch(int times) {
        for (int i = 0; i < times; i++) {
            long address = store.change(Table.ACCOUNT, i % 200, 0);
            UnsafeApi.putLong(address + 64, store.find(Table.ACCOUNT, (i + 1) % 200, 0));
        }
    }

    /** Goal: a reader of the hint neither crashes nor hangs while the writer adds, removes and clears, and sees what stands still. */
    @Test
    void answersTheHintWhileTheWriterWorks() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch looked = new CountDownLatch(1);
        long[] misses = new long[1];
        Thread reader = new Thread(() -> {
            while (!stop.get()) {
                for (int i = 0; i < 300; i++) {
                    store.mayContain(Table.SESSION, i, 1);
                }
                misses[0] += store.mayContain(Table.IDENTITY, 9, 9) ? 0 : 1;
                looked.countDown();
            }
        });
        store.create(Table.IDENTITY, 9, 9);
        reader.start();
        looked.await();
        for (int round = 0; round < 2_000; round++) {
            for (int i = 0; i < 50; i++) {
                store.create(Table.SESSION, (round + i * 7) % 1_000, 1);
            }
            for (int i = 0; i < 50; i++) {
                store.delete(Table.SESSION, (round + i * 7) % 1_000, 1);
            }
        }
        stop.set(true);
        reader.join();
        assertThat(misses[0]).isZero();
    }
}

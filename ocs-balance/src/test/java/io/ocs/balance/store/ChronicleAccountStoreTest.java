package io.ocs.balance.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleAccountStoreTest extends AccountStoreContract {

    /** Several blocks in each table but the shard's. */
    private static final StoreCapacity LARGE = new StoreCapacity(5_000, 6_000, 7_000, 5_000, 3_000, 9_000);

    @TempDir
    Path folder;

    private final List<String> alarms = new ArrayList<>();
    private long nowNanos = 5;

    /** A disk that refuses to write while it is told so. */
    private static final class FullDisk implements DiskRoom.Disk {
        boolean full;
        int refusals;

        @Override
        public int write(FileChannel file, ByteBuffer octets, long position) throws IOException {
            if (full) {
                refusals++;
                throw new IOException("No space left on device");
            }
            return file.write(octets, position);
        }
    }

    @Override
    AccountStore newStore(StoreCapacity capacity) {
        return ChronicleAccountStore.create(folder, capacity, alarms::add);
    }

    private void reopen() {
        store.force();
        store.close();
        store = ChronicleAccountStore.open(folder, CAPACITY, alarms::add);
    }

    /** Goal: a clean stop keeps every entry, and the free room, through many lives of the files. */
    @Test
    void keepsItsEntriesOverACleanStop() {
        SplittableRandom random = new SplittableRandom(11);
        List<Long> keys = new ArrayList<>();
        for (int life = 0; life < 5; life++) {
            while (store.room(Table.SESSION) > 0) {
                long key = random.nextLong();
                keys.add(key);
                UnsafeApi.putLong(store.create(Table.SESSION, key, ~key) + 24, key * 3);
            }
            for (int i = 0; i < 100; i++) {
                long key = keys.remove(random.nextInt(keys.size()));
                store.delete(Table.SESSION, key, ~key);
            }
            reopen();
            assertThat(store.size(Table.SESSION)).isEqualTo(keys.size());
            for (long key : keys) {
                long address = store.find(Table.SESSION, key, ~key);
                assertThat(address).isNotEqualTo(State.NONE);
                assertThat(UnsafeApi.getLong(address + 24)).isEqualTo(key * 3);
            }
        }
    }

    @Test
    void isUsableOnlyWithItsOwnFormatAndCapacity() throws IOException {
        store.close();
        assertThat(ChronicleAccountStore.isUsable(folder, CAPACITY)).isTrue();
        StoreCapacity larger = new StoreCapacity(201, 200, 300, 400, 500, 1_000);
        assertThat(ChronicleAccountStore.isUsable(folder, larger)).isFalse();
        assertThatThrownBy(() -> ChronicleAccountStore.open(folder, larger, alarms::add))
                .hasMessageContaining("capacity");
        Files.delete(folder.resolve("session.map"));
        assertThat(ChronicleAccountStore.isUsable(folder, CAPACITY)).isFalse();
        store = ChronicleAccountStore.create(folder, larger, alarms::add);
        assertThat(store.capacity(Table.ACCOUNT)).isEqualTo(201);
        assertThat(ChronicleAccountStore.isUsable(folder, larger)).isTrue();
    }

    @Test
    void startsAfreshOverFilesThatWereNotClosed() {
        store.create(Table.ACCOUNT, 1, 0);
        AccountStore fresh = ChronicleAccountStore.create(folder, CAPACITY, alarms::add);
        assertThat(fresh.size(Table.ACCOUNT)).isZero();
        fresh.create(Table.ACCOUNT, 1, 0);
        fresh.close();
    }

    private static int fill(AccountStore store, Table table, int from) {
        int key = from;
        while (store.room(table) > 0) {
            store.create(table, key++, 3);
        }
        return key;
    }

    /** Octets of the file that the disk really holds. */
    private static long allocated(Path file) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        String size = new String(du.getInputStream().readAllBytes(), US_ASCII);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(size.split("\t")[0]);
    }

    private List<Path> maps() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".map")).toList();
        }
    }

    /** Goal: what a fresh store takes is not its capacity, so that a start need not write it; a full one has no hole left. */
    @Test
    void allocatesItsFilesAsItsTablesGrow() throws IOException, InterruptedException {
        store.close();
        store = ChronicleAccountStore.create(folder, LARGE, alarms::add);
        long atFirst = 0;
        for (Path file : maps()) {
            atFirst += allocated(file);
        }
        assertThat(atFirst).isPositive().isLessThanOrEqualTo(ChronicleAccountStore.octetsAtFirst(LARGE));
        assertThat(atFirst).isLessThan(ChronicleAccountStore.octets(LARGE) / 2);
        for (Table table : Table.values()) {
            assertThat(fill(store, table, 0)).isEqualTo((int) LARGE.of(table));
        }
        long total = 0;
        for (Path file : maps()) {
            assertThat(allocated(file)).as(file.toString()).isGreaterThanOrEqualTo(Files.size(file));
            total += Files.size(file);
        }
        assertThat(total).isLessThanOrEqualTo(ChronicleAccountStore.octets(LARGE));
        assertThat(alarms).isEmpty();
    }

    /** Goal: at any size, no entry lies over a hole; a full disk under a mapped hole would kill the process. */
    @Test
    void everyEntryLiesWhereZeroesWereWritten() throws IOException {
        store.close();
        List<FileChannel> files = new ArrayList<>(); // in the order of the tables
        Map<FileChannel, Long> written = new HashMap<>();
        DiskRoom.Disk disk = (file, octets, position) -> {
            assertThat(position).isEqualTo(written.getOrDefault(file, 0L));
            if (position == 0) {
                files.add(file);
            }
            int count = file.write(octets, position);
            written.put(file, position + count);
            return count;
        };
        store = ChronicleAccountStore.create(folder, LARGE, alarms::add, disk, () -> nowNanos);
        for (Table table : Table.values()) {
            long base = mappedAt(table);
            for (int i = 0; store.room(table) > 0; i++) {
                long end = store.create(table, i, 3) + table.entryLength() - base;
                if (end > written.get(files.get(table.ordinal()))) {
                    throw new AssertionError("entry " + i + " of " + table + " lies over a hole");
                }
            }
        }
    }

    /** Address at which octet 0 of the table's file is mapped. */
    private long mappedAt(Table table) throws IOException {
        String file =
                folder.resolve(table.name().toLowerCase(Locale.ROOT) + ".map").toString();
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (line.endsWith(file)) {
                String[] fields = line.split(" +"); // from-to, rights, offset, …
                return Long.parseLong(fields[0], 0, fields[0].indexOf('-'), 16) - Long.parseLong(fields[2], 16);
            }
        }
        throw new AssertionError(file + " is not mapped");
    }

    /** Goal: a refusal of the disk costs room only, is told, and goes away with its cause; what was there stays. */
    @Test
    void aDiskThatRefusesMeansATableThatIsFull() {
        store.close();
        FullDisk disk = new FullDisk();
        store = ChronicleAccountStore.create(folder, LARGE, alarms::add, disk, () -> nowNanos);
        for (int i = 0; i < 1_000; i++) {
            store.create(Table.ACCOUNT, i, 3);
        }
        assertThat(store.room(Table.ACCOUNT)).isEqualTo(4_000);
        disk.full = true;
        int end = fill(store, Table.ACCOUNT, 1_000);
        assertThat(end).isBetween(1_024, 4_999);
        assertThatThrownBy(() -> store.create(Table.ACCOUNT, -1, 3)).hasMessageContaining("no memory");
        assertThat(disk.refusals).isEqualTo(1); // not at every question
        assertThat(alarms).hasSize(1).first().asString().contains("ACCOUNT", "of 5000", "No space left", "Make room");

        nowNanos += 1_000_000_000L;
        assertThat(store.room(Table.ACCOUNT)).isZero();
        assertThat(disk.refusals).isEqualTo(2);
        assertThat(alarms).as("told once").hasSize(1);
        assertThat(((ChronicleAccountStore) store).shortage())
                .hasValueSatisfying(text -> assertThat(text).contains("ACCOUNT", "No space left"));
        store.delete(Table.ACCOUNT, 7, 3);
        assertThat(store.room(Table.ACCOUNT)).isEqualTo(1);

        disk.full = false;
        assertThat(store.room(Table.ACCOUNT)).isEqualTo(1);
        nowNanos += 1_000_000_000L;
        assertThat(store.room(Table.ACCOUNT)).isEqualTo(5_000 - end + 1);
        assertThat(((ChronicleAccountStore) store).shortage()).isEmpty();
        assertThat(fill(store, Table.ACCOUNT, end)).isEqualTo(5_001);
        assertThat(store.find(Table.ACCOUNT, 0, 3)).isNotEqualTo(State.NONE);
        assertThat(disk.refusals).isEqualTo(2);
    }

    /** Goal: a shortage is over when nothing would need room any more, and another table's room does not hide it. */
    @Test
    void aShortageIsThatOfItsTable() {
        store.close();
        FullDisk disk = new FullDisk();
        store = ChronicleAccountStore.create(folder, LARGE, alarms::add, disk, () -> nowNanos);
        ChronicleAccountStore image = (ChronicleAccountStore) store;
        disk.full = true;
        int end = fill(store, Table.ACCOUNT, 0);
        nowNanos += 1_000_000_000L;
        fill(store, Table.SUBSCRIBER, 0);
        assertThat(image.shortage()).isPresent();

        disk.full = false;
        nowNanos += 1_000_000_000L;
        assertThat(store.room(Table.SUBSCRIBER)).isPositive();
        assertThat(image.shortage()).as("of the other").hasValueSatisfying(text -> assertThat(text)
                .contains("ACCOUNT"));

        for (int key = 0; key < 255; key++) {
            store.delete(Table.ACCOUNT, key, 3);
        }
        assertThat(end).isGreaterThan(256);
        assertThat(image.shortage()).as("it would still grow").isPresent();
        store.delete(Table.ACCOUNT, 255, 3);
        assertThat(image.shortage()).as("nobody needs to grow").isEmpty();
    }

    /** Goal: a disk that is full at the start stops the start, with the reason. */
    @Test
    void isNotMadeOnAFullDisk() {
        store.close();
        FullDisk disk = new FullDisk();
        disk.full = true;
        assertThatThrownBy(() -> ChronicleAccountStore.create(folder, LARGE, alarms::add, disk, () -> nowNanos))
                .hasMessageContaining(folder.toString())
                .hasRootCauseMessage("No space left on device");
        store = ChronicleAccountStore.create(folder, LARGE, alarms::add);
    }

    /** Goal: files that were opened again grow on from where they were. */
    @Test
    void growsOnAfterACleanStop() throws IOException, InterruptedException {
        store.close();
        store = ChronicleAccountStore.create(folder, LARGE, alarms::add);
        for (int i = 0; i < 2_000; i++) {
            store.create(Table.SESSION, i, 3);
        }
        store.force();
        store.close();
        store = ChronicleAccountStore.open(folder, LARGE, alarms::add);
        assertThat(store.room(Table.SESSION)).isEqualTo(3_000);
        assertThat(fill(store, Table.SESSION, 2_000)).isEqualTo(5_000);
        for (int i = 0; i < 5_000; i++) {
            assertThat(store.find(Table.SESSION, i, 3)).isNotEqualTo(State.NONE);
        }
        Path file = folder.resolve("session.map");
        assertThat(allocated(file)).isGreaterThanOrEqualTo(Files.size(file));
    }
}

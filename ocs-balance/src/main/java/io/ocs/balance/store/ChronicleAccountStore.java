package io.ocs.balance.store;

import io.ocs.core.state.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.hash.AbstractData;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapAbsentEntry;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.BitUtil;

/**
 * The image in memory-mapped files, one Chronicle Map for each table, which holds blocks of entries by number. Chronicle is asked only when a table
 * grows by a block and when the files are opened; everything else goes by the index straight to the mapped entry, which never moves.
 *
 * <p>The files have their full length from the beginning, but are holes behind the blocks that stand; before a block is added, its place is filled with
 * zeroes, so that a full disk is an error there. It costs nothing but the block: {@link #room} counts what stands, and the disk is asked again, once
 * a second at most.
 *
 * <p>The files are fit to be opened after a clean stop only ({@link #force}, {@link #close}, then the folder marked clean). After any other
 * end, {@link #create} makes them anew and the journal fills them.
 */
public final class ChronicleAccountStore extends IndexedAccountStore {

    private static final String SHAPE_FILE = "store.shape";
    private static final int FORMAT_VERSION = 3;
    private static final int BLOCK_OVERHEAD = 64;
    private static final int CHUNK_OVERHEAD = 16;
    private static final int FILE_OVERHEAD = 16 * 1024;
    private static final int ALIGNMENT = 64;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A value that Chronicle makes room for and does not write: what stands in the file already, zeroes. */
    private static final class AsItIs extends AbstractData<byte[]> {

        private final int length;

        AsItIs(int length) {
            this.length = length;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        @SuppressWarnings("rawtypes") // as it is declared
        public void writeTo(RandomDataOutput target, long targetOffset) {
            // it is there
        }

        @Override
        public RandomDataInput bytes() {
            throw new UnsupportedOperationException("lies in the file only");
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public byte[] get() {
            return new byte[length];
        }

        @Override
        public byte[] getUsing(byte[] using) {
            return get();
        }
    }

    /** The map of one table: blocks of entries by number, one behind the other. */
    private static final class TableMap implements AutoCloseable {

        private final ChronicleMap<Integer, byte[]> map;
        private final Path file;
        private final DiskRoom room;
        private final int blocks;
        private final long length;
        private final int blockLength;
        private final Data<byte[]> asItIs;
        private long first;
        private long stride;

        TableMap(Path file, Table table, long capacity, DiskRoom.Disk disk) throws IOException {
            this.file = file;
            blocks = EntrySlots.blocks(capacity);
            blockLength = EntrySlots.blockLength(table, capacity) + ALIGNMENT;
            asItIs = new AsItIs(blockLength);
            map = ChronicleMapBuilder.of(Integer.class, byte[].class)
                    .name(table.name())
                    .averageValueSize(blockLength)
                    .entryAndValueOffsetAlignment(Long.BYTES)
                    .actualSegments(1)
                    .entriesPerSegment(blocks)
                    // One chunk for each block; left to itself, Chronicle takes two, and the files are twice as long.
                    .actualChunkSize(blockLength + CHUNK_OVERHEAD)
                    .actualChunksPerSegmentTier(blocks)
                    .allowSegmentTiering(false)
                    // Else it asks the system for all the room at once, where it finds a library for that.
                    .sparseFile(true)
                    .checksumEntries(false)
                    .putReturnsNull(true)
                    .removeReturnsNull(true)
                    // Its own hook would unmap the files while the shard still works on them; the server closes them in
                    // its order.
                    .skipCloseOnExitHook(true)
                    .createPersistedTo(file.toFile());
            try {
                room = new DiskRoom(file, disk);
                length = Files.size(file);
            } catch (IOException e) {
                map.close();
                throw e;
            }
        }

        /** Writes what Chronicle needs for itself, and the place of the first block. */
        void allocate() throws IOException {
            room.rewrite(endOf(0));
        }

        /**
         * Where the block ends at the latest: the blocks behind it, one behind the other up to the end of the file, need at least their length each.
         */
        private long endOf(int number) {
            return length - (long) (blocks - 1 - number) * blockLength;
        }

        long add(int number) throws IOException {
            room.fill(endOf(number));
            insert(number);
            return block(number);
        }

        private void insert(int number) {
            try (ExternalMapQueryContext<Integer, byte[], ?> query = map.queryContext(number)) {
                query.updateLock().lock();
                MapAbsentEntry<Integer, byte[]> absent = query.absentEntry();
                if (absent != null) {
                    absent.doInsert(asItIs);
                } else {
                    // The process has the file open already: Chronicle shares it then, even if it was deleted
                    // meanwhile.
                    query.entry().doReplaceValue(query.wrapValueAsData(new byte[blockLength]));
                }
            }
        }

        int restored() {
            int count = map.size();
            room.assume(endOf(Math.max(0, count - 1)));
            return count;
        }

        /**
         * Address of a block's entries; to be asked in the order of their numbers. Mappings begin at pages, so that the rest to an aligned address is
         * the same in every life of the file.
         */
        long block(int number) {
            try (ExternalMapQueryContext<Integer, byte[], ?> query = map.queryContext(number)) {
                query.readLock().lock();
                MapEntry<Integer, byte[]> entry = query.entry();
                if (entry == null) {
                    throw new IllegalStateException("block " + number + " is not in " + file);
                }
                Data<byte[]> value = entry.value();
                long address = value.bytes().addressForRead(value.offset());
                checkPlace(number, address);
                return BitUtil.align(address, ALIGNMENT);
            }
        }

        /** {@link #endOf} is right only as long as blocks lie one behind the other. */
        private void checkPlace(int number, long address) {
            if (number == 0) {
                first = address;
            } else if (number == 1) {
                stride = address - first;
            }
            if (address != first + number * stride
                    || (number > 0 && (stride < blockLength || stride > blockLength + BLOCK_OVERHEAD))) {
                throw new IllegalStateException("block " + number + " of " + file + " lies " + (address - first)
                        + " octets behind the first, not " + number * stride + ": room for it was not checked");
            }
        }

        void force() {
            try {
                room.force();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot force " + file, e);
            }
        }

        @Override
        public void close() {
            map.close();
            try {
                room.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + file, e);
            }
        }
    }

    private static boolean prepared;

    private final Path folder;
    private final Consumer<String> alarm;
    private final LongSupplier nanoTime;
    private final TableMap[] maps = new TableMap[Table.COUNT];
    private final AtomicReferenceArray<String> shortages = new AtomicReferenceArray<>(Table.COUNT);
    private long refusedNanos;

    private ChronicleAccountStore(
            Path folder, StoreCapacity capacity, Consumer<String> alarm, DiskRoom.Disk disk, LongSupplier nanoTime)
            throws IOException {
        super(capacity);
        prepare();
        this.folder = folder;
        this.alarm = alarm;
        this.nanoTime = nanoTime;
        for (Table table : Table.values()) {
            maps[table.ordinal()] = new TableMap(file(folder, table), table, capacity.of(table), disk);
        }
    }

    /**
     * Has Chronicle load and link the classes that it needs, which takes a second of processor time in a new process; the first store does it, if
     * nobody has done it before, beside other work. Any thread; one that comes while another is at it waits.
     */
    public static synchronized void prepare() {
        if (!prepared) {
            ChronicleMapBuilder.of(Integer.class, byte[].class)
                    .averageValueSize(ALIGNMENT)
                    .entries(1)
                    .create()
                    .close();
            prepared = true;
        }
    }

    /** Whether {@link #open} can take the files in the folder as they are: whole, of this format, and of this capacity. */
    public static boolean isUsable(Path folder, StoreCapacity capacity) {
        try {
            Path shape = folder.resolve(SHAPE_FILE);
            boolean usable =
                    Files.isRegularFile(shape) && Files.readString(shape).equals(shape(capacity));
            for (Table table : Table.values()) {
                usable &= Files.isRegularFile(file(folder, table));
            }
            return usable;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the store in " + folder, e);
        }
    }

    /**
     * Makes the files anew, empty, with room for the first block of each table. Older ones in the folder are deleted.
     *
     * @param alarm told, by the thread that uses the store, that the disk will have no room, and when it begins to refuse some
     */
    public static ChronicleAccountStore create(Path folder, StoreCapacity capacity, Consumer<String> alarm) {
        return create(folder, capacity, alarm, FileChannel::write, System::nanoTime);
    }

    static ChronicleAccountStore create(
            Path folder, StoreCapacity capacity, Consumer<String> alarm, DiskRoom.Disk disk, LongSupplier nanoTime) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(SHAPE_FILE));
            for (Table table : Table.values()) {
                Files.deleteIfExists(file(folder, table));
            }
            checkSpace(folder, capacity, alarm);
            ChronicleAccountStore store = new ChronicleAccountStore(folder, capacity, alarm, disk, nanoTime);
            try {
                for (TableMap map : store.maps) {
                    map.allocate();
                }
                Files.writeString(folder.resolve(SHAPE_FILE), shape(capacity));
            } catch (IOException e) {
                store.close();
                throw e;
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the store in " + folder, e);
        }
    }

    /**
     * Opens the files that a clean stop left; {@link #isUsable} must be true.
     *
     * @param alarm as for {@link #create}
     */
    public static ChronicleAccountStore open(Path folder, StoreCapacity capacity, Consumer<String> alarm) {
        if (!isUsable(folder, capacity)) {
            throw new IllegalStateException("the store in " + folder + " is missing or of another format or capacity");
        }
        try {
            ChronicleAccountStore store =
                    new ChronicleAccountStore(folder, capacity, alarm, FileChannel::write, System::nanoTime);
            for (Table table : Table.values()) {
                store.restore(table);
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the store in " + folder, e);
        }
    }

    private void restore(Table table) {
        TableMap map = maps[table.ordinal()];
        int count = map.restored();
        for (int number = 0; number < count; number++) {
            entries(table).restore(map.block(number));
        }
        indexRestored(table);
    }

    private static Path file(Path folder, Table table) {
        return folder.resolve(table.name().toLowerCase(Locale.ROOT) + ".map");
    }

    private static String shape(StoreCapacity capacity) {
        StringBuilder text = new StringBuilder("format-version " + FORMAT_VERSION + "\n");
        for (Table table : Table.values()) {
            text.append(table)
                    .append(" entries ")
                    .append(capacity.of(table))
                    .append(" octets ")
                    .append(table.entryLength())
                    .append('\n');
        }
        return text.toString();
    }

    /** Octets that the files of such a store take when its tables are full, at most. */
    public static long octets(StoreCapacity capacity) {
        long octets = 0;
        for (Table table : Table.values()) {
            long further = EntrySlots.blocks(capacity.of(table)) - 1L;
            octets += further * blockLength(table, capacity);
        }
        return octets + octetsAtFirst(capacity);
    }

    /** Octets that they take when they are made: all but the blocks behind the first of each table. */
    static long octetsAtFirst(StoreCapacity capacity) {
        long octets = 0;
        for (Table table : Table.values()) {
            octets += FILE_OVERHEAD
                    + (long) BLOCK_OVERHEAD * EntrySlots.blocks(capacity.of(table))
                    + blockLength(table, capacity);
        }
        return octets;
    }

    private static long blockLength(Table table, StoreCapacity capacity) {
        return EntrySlots.blockLength(table, capacity.of(table)) + (long) ALIGNMENT;
    }

    /** Before Chronicle maps what the disk cannot hold. */
    private static void checkSpace(Path folder, StoreCapacity capacity, Consumer<String> alarm) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        String needs = "it needs " + octetsAtFirst(capacity) + " octets at first and " + octets(capacity)
                + " when its tables are full, the disk has " + usable + " left";
        if (usable < octetsAtFirst(capacity)) {
            throw new IOException(needs);
        }
        if (usable < octets(capacity)) {
            alarm.accept("the store in " + folder + " will not find room to grow as configured: " + needs);
        }
    }

    @Override
    long addBlock(Table table, int number) {
        if (isShort() && nanoTime.getAsLong() - refusedNanos < RETRY_NANOS) {
            return NONE;
        }
        try {
            long block = maps[table.ordinal()].add(number);
            shortages.set(table.ordinal(), null);
            return block;
        } catch (IOException e) {
            refusedNanos = nanoTime.getAsLong();
            boolean known = shortage().isPresent();
            String shortage = "the store in " + folder + " cannot grow, the table " + table + " takes no more than "
                    + (size(table) + entries(table).free()) + " of " + capacity(table) + " entries: " + e
                    + ". Make room on the disk: it is tried again each second";
            shortages.set(table.ordinal(), shortage);
            if (!known) {
                alarm.accept(shortage);
            }
            return NONE;
        }
    }

    private boolean isShort() {
        for (int i = 0; i < Table.COUNT; i++) {
            if (shortages.get(i) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the disk refuses at present, in words; any thread. It is over for a table when it could grow again, or when so many of its entries are free again
     * that it need not grow.
     */
    public Optional<String> shortage() {
        for (Table table : Table.values()) {
            String shortage = shortages.get(table.ordinal());
            if (shortage != null && entries(table).needsToGrow()) {
                return Optional.of(shortage);
            }
        }
        return Optional.empty();
    }

    @Override
    public void force() {
        for (TableMap map : maps) {
            map.force();
        }
    }

    @Override
    public void close() {
        for (TableMap map : maps) {
            map.close();
        }
    }
}

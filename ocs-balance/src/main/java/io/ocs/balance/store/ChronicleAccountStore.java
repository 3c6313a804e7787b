package io.ocs.balance.store;

import io.ocs.core.state.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.BitUtil;

/**
 * The image in memory-mapped files, one Chronicle Map for each table, which holds blocks of entries by number. Chronicle is asked only when a table
 * grows by a block and when the files are opened; everything else goes by the index straight to the mapped entry, which never moves.
 *
 * <p>The files are fit to be opened after a clean stop only ({@link #force}, {@link #close}, then the folder marked clean). After any other
 * end, {@link #create} makes them anew and the journal fills them.
 */
public final class ChronicleAccountStore extends IndexedAccountStore {

    private static final String SHAPE_FILE = "store.shape";
    private static final int FORMAT_VERSION = 2;
    private static final int BLOCK_OVERHEAD = 64;
    private static final int FILE_OVERHEAD = 16 * 1024;
    private static final int TOUCH_LENGTH = 1024 * 1024;

    private static final int ALIGNMENT = 64;

    /** The map of one table: blocks of entries by number. */
    private static final class TableMap {

        private final ChronicleMap<Integer, byte[]> map;
        private final Path file;
        private final int length;

        TableMap(Path file, Table table, long capacity) throws IOException {
            this.file = file;
            length = EntrySlots.blockLength(table, capacity) + ALIGNMENT;
            map = ChronicleMapBuilder.of(Integer.class, byte[].class)
                    .name(table.name())
                    .constantValueSizeBySample(new byte[length])
                    .entryAndValueOffsetAlignment(Long.BYTES)
                    .actualSegments(1)
                    .entriesPerSegment(EntrySlots.blocks(capacity))
                    .allowSegmentTiering(false)
                    .checksumEntries(false)
                    .putReturnsNull(true)
                    .removeReturnsNull(true)
                    // Its own hook would unmap the files while the shard still works on them; the server closes them in
                    // its order.
                    .skipCloseOnExitHook(true)
                    .createPersistedTo(file.toFile());
        }

        long add(int number) {
            map.put(number, new byte[length]);
            return block(number);
        }

        /** Address of a block's entries. Mappings begin at pages, so that the rest to an aligned address is the same in every life of the file. */
        long block(int number) {
            try (ExternalMapQueryContext<Integer, byte[], ?> query = map.queryContext(number)) {
                query.readLock().lock();
                MapEntry<Integer, byte[]> entry = query.entry();
                if (entry == null) {
                    throw new IllegalStateException("block " + number + " is not in " + file);
                }
                Data<byte[]> value = entry.value();
                long address = value.bytes().addressForRead(value.offset());
                return BitUtil.align(address, ALIGNMENT);
            }
        }

        int blockCount() {
            return map.size();
        }
    }

    private final TableMap[] maps = new TableMap[Table.COUNT];

    private ChronicleAccountStore(Path folder, StoreCapacity capacity) throws IOException {
        super(capacity);
        for (Table table : Table.values()) {
            maps[table.ordinal()] = new TableMap(file(folder, table), table, capacity.of(table));
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

    /** Makes the files anew, empty, with all their room really allocated. Older ones in the folder are deleted. */
    public static ChronicleAccountStore create(Path folder, StoreCapacity capacity) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(SHAPE_FILE));
            for (Table table : Table.values()) {
                Files.deleteIfExists(file(folder, table));
            }
            checkSpace(folder, capacity);
            ChronicleAccountStore store = new ChronicleAccountStore(folder, capacity);
            try {
                for (TableMap map : store.maps) {
                    allocate(map.file);
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

    /** Opens the files that a clean stop left; {@link #isUsable} must be true. */
    public static ChronicleAccountStore open(Path folder, StoreCapacity capacity) {
        if (!isUsable(folder, capacity)) {
            throw new IllegalStateException("the store in " + folder + " is missing or of another format or capacity");
        }
        try {
            ChronicleAccountStore store = new ChronicleAccountStore(folder, capacity);
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
        for (int number = 0; number < map.blockCount(); number++) {
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

    /** Octets that the files of such a store take, at most. */
    public static long octets(StoreCapacity capacity) {
        long octets = 0;
        for (Table table : Table.values()) {
            long blocks = EntrySlots.blocks(capacity.of(table));
            octets += FILE_OVERHEAD
                    + blocks * (EntrySlots.blockLength(table, capacity.of(table)) + ALIGNMENT + BLOCK_OVERHEAD);
        }
        return octets;
    }

    /** Before Chronicle maps what the disk cannot hold. */
    private static void checkSpace(Path folder, StoreCapacity capacity) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < octets(capacity)) {
            throw new IOException("it needs " + octets(capacity) + " octets, the disk has " + usable + " left");
        }
    }

    /** Writes every octet of the file once as it is: a hole that finds the disk full later would kill the process. */
    private static void allocate(Path file) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(TOUCH_LENGTH);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long at = 0; at < channel.size(); at += chunk.limit()) {
                chunk.clear();
                if (channel.read(chunk, at) < 1) {
                    throw new IOException(file + " became shorter");
                }
                chunk.flip();
                for (long to = at; chunk.hasRemaining(); ) {
                    to += channel.write(chunk, to);
                }
            }
        }
    }

    @Override
    long addBlock(Table table, int number) {
        return maps[table.ordinal()].add(number);
    }

    @Override
    public void force() {
        for (TableMap map : maps) {
            try (FileChannel channel = FileChannel.open(map.file, StandardOpenOption.WRITE)) {
                channel.force(true); // takes the pages of the mapping along
            } catch (IOException e) {
                throw new UncheckedIOException("cannot force " + map.file, e);
            }
        }
    }

    @Override
    public void close() {
        for (TableMap map : maps) {
            map.map.close();
        }
    }
}

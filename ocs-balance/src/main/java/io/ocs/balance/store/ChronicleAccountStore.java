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
import java.util.function.Supplier;
import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.UnsafeApi;

/**
 * The image in memory-mapped files, one Chronicle Map for each table. Chronicle is asked only when an entry is created or deleted and when the
 * files are opened; everything else goes by the index straight to the mapped entry, which never moves.
 *
 * <p>The files are fit to be opened after a clean stop only ({@link #force}, {@link #close}, then the folder marked clean). After any other
 * end, {@link #create} makes them anew and the journal fills them.
 */
public final class ChronicleAccountStore extends IndexedAccountStore {

    private static final String SHAPE_FILE = "store.shape";
    private static final int FORMAT_VERSION = 1;
    private static final int ENTRY_OVERHEAD = 48;
    private static final int FILE_OVERHEAD = 16 * 1024;
    private static final int TOUCH_LENGTH = 1024 * 1024;

    /** Sixteen octets in own or mapped memory. */
    static final class Key implements Byteable {

        private BytesStore<?, ?> store;
        private long offset;

        @Override
        @SuppressWarnings("rawtypes")
        public void bytesStore(BytesStore bytesStore, long at, long length) {
            store = bytesStore;
            offset = at;
        }

        @Override
        public BytesStore<?, ?> bytesStore() {
            return store;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long maxSize() {
            return Table.KEY_LENGTH;
        }
    }

    /** An entry in own or mapped memory, by its raw address. Chronicle asks a blank instance for its size: no field can hold it. */
    abstract static class Value implements Byteable {

        private BytesStore<?, ?> store;
        private long offset;

        @Override
        @SuppressWarnings("rawtypes")
        public void bytesStore(BytesStore bytesStore, long at, long size) {
            store = bytesStore;
            offset = at;
        }

        @Override
        public BytesStore<?, ?> bytesStore() {
            return store;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long address() {
            return store.addressForRead(offset);
        }
    }

    static final class ShardValue extends Value {
        @Override
        public long maxSize() {
            return Table.SHARD.entryLength();
        }
    }

    static final class AccountValue extends Value {
        @Override
        public long maxSize() {
            return Table.ACCOUNT.entryLength();
        }
    }

    static final class SubscriberValue extends Value {
        @Override
        public long maxSize() {
            return Table.SUBSCRIBER.entryLength();
        }
    }

    static final class IdentityValue extends Value {
        @Override
        public long maxSize() {
            return Table.IDENTITY.entryLength();
        }
    }

    static final class SessionValue extends Value {
        @Override
        public long maxSize() {
            return Table.SESSION.entryLength();
        }
    }

    static final class ServiceValue extends Value {
        @Override
        public long maxSize() {
            return Table.SERVICE.entryLength();
        }
    }

    static final class OutcomeValue extends Value {
        @Override
        public long maxSize() {
            return Table.OUTCOME.entryLength();
        }
    }

    /** The map of one table, with the memory through which it is asked. */
    private static final class TableMap<V extends Value> {

        private final ChronicleMap<Key, V> map;
        private final Path file;
        private final Key key;
        private final V blank;
        private final V found;

        TableMap(Path file, Table table, long capacity, Class<V> type, Supplier<V> values) throws IOException {
            this.file = file;
            key = new Key();
            key.bytesStore(BytesStore.wrap(ByteBuffer.allocateDirect(Table.KEY_LENGTH)), 0, Table.KEY_LENGTH);
            found = values.get();
            blank = values.get();
            blank.bytesStore(BytesStore.wrap(ByteBuffer.allocateDirect(table.entryLength())), 0, table.entryLength());
            map = ChronicleMapBuilder.of(Key.class, type)
                    .name(table.name())
                    .entryAndValueOffsetAlignment(Long.BYTES)
                    .actualSegments(1)
                    .entriesPerSegment(capacity)
                    .allowSegmentTiering(false)
                    .checksumEntries(false)
                    .putReturnsNull(true)
                    .removeReturnsNull(true)
                    .createPersistedTo(file.toFile());
        }

        private Key key(long keyHigh, long keyLow) {
            long address = key.bytesStore().addressForRead(key.offset());
            UnsafeApi.putLong(address, keyHigh);
            UnsafeApi.putLong(address + Long.BYTES, keyLow);
            return key;
        }

        long put(long keyHigh, long keyLow) {
            map.put(key(keyHigh, keyLow), blank);
            if (map.getUsing(key, found) != found) {
                throw new IllegalStateException("an entry just put is not in " + file);
            }
            return found.address();
        }

        void remove(long keyHigh, long keyLow) {
            map.remove(key(keyHigh, keyLow));
        }

        void addTo(EntryIndex index) {
            map.forEachEntry(entry -> addTo(index, entry));
        }

        private void addTo(EntryIndex index, MapEntry<Key, V> entry) {
            entry.value().getUsing(found);
            long address = found.address();
            index.add(UnsafeApi.getLong(address), UnsafeApi.getLong(address + Long.BYTES), address);
        }
    }

    private final TableMap<?>[] maps = new TableMap<?>[Table.COUNT];

    private ChronicleAccountStore(Path folder, StoreCapacity capacity) throws IOException {
        super(capacity);
        for (Table table : Table.values()) {
            maps[table.ordinal()] = map(file(folder, table), table, capacity.of(table));
        }
    }

    private static TableMap<?> map(Path file, Table table, long capacity) throws IOException {
        return switch (table) {
            case SHARD -> new TableMap<>(file, table, capacity, ShardValue.class, ShardValue::new);
            case ACCOUNT -> new TableMap<>(file, table, capacity, AccountValue.class, AccountValue::new);
            case SUBSCRIBER -> new TableMap<>(file, table, capacity, SubscriberValue.class, SubscriberValue::new);
            case IDENTITY -> new TableMap<>(file, table, capacity, IdentityValue.class, IdentityValue::new);
            case SESSION -> new TableMap<>(file, table, capacity, SessionValue.class, SessionValue::new);
            case SERVICE -> new TableMap<>(file, table, capacity, ServiceValue.class, ServiceValue::new);
            case OUTCOME -> new TableMap<>(file, table, capacity, OutcomeValue.class, OutcomeValue::new);
        };
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
                for (TableMap<?> map : store.maps) {
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
                store.maps[table.ordinal()].addTo(store.index(table));
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the store in " + folder, e);
        }
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
            octets += FILE_OVERHEAD + capacity.of(table) * (table.entryLength() + ENTRY_OVERHEAD);
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
    long allocate(Table table, long keyHigh, long keyLow) {
        return maps[table.ordinal()].put(keyHigh, keyLow);
    }

    @Override
    void free(Table table, long keyHigh, long keyLow, long address) {
        maps[table.ordinal()].remove(keyHigh, keyLow);
    }

    @Override
    void freeAll() {
        for (TableMap<?> map : maps) {
            map.map.clear();
        }
    }

    @Override
    public void force() {
        for (TableMap<?> map : maps) {
            try (FileChannel channel = FileChannel.open(map.file, StandardOpenOption.WRITE)) {
                channel.force(true); // takes the pages of the mapping along
            } catch (IOException e) {
                throw new UncheckedIOException("cannot force " + map.file, e);
            }
        }
    }

    @Override
    public void close() {
        for (TableMap<?> map : maps) {
            map.map.close();
        }
    }
}

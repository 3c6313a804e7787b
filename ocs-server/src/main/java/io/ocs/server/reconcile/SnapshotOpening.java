package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CreditControlBody.Part;
import io.ocs.server.reconcile.Segments.Segment;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One shard's books begin at the oldest snapshot whose journal is still there, since segments before it were released; its octets are read by
 * offsets ({@code docs/SNAPSHOT_FORMAT.md}).
 */
final class SnapshotOpening implements Opening {
    private static final long MAGIC = 0x31504e5353434fL;
    private static final int VERSION = 1;
    private static final int HEADER = 256;
    private static final int HEADER_CHECKSUM = 252;
    private static final int POSITION = 16;
    private static final int TIME = 24;
    private static final int EPOCH = 32;

    private static final int BLOCK_MAGIC = 0x4b4c424e;
    private static final int BLOCK_HEADER = 32;
    private static final int BLOCK_CHECKSUM = 28;
    private static final int BLOCK_MAX = 256 * 1024;
    private static final int KIND_ENTRIES = 1;
    private static final int KIND_END = 2;
    private static final int ENTRY_HEADER = 8;

    private static final int SHARD_TABLE = 0;
    private static final int ACCOUNT = 1;
    private static final int SUBSCRIBER = 2;
    private static final int SESSION = 4;
    private static final int SERVICE = 5;
    private static final int COUNTER = 8;
    private static final int TRANSFER = 9;
    private static final int BUCKETS = 64;
    private static final int BUCKET = 48;
    private static final int PARTS = 328;
    private static final int PART = 16;

    private final Path file;
    private final int shard;
    private final long position;
    private final long timeMs;
    private final int epoch;
    private final Map<SessionKey, Long> accounts = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private long nextRecord;

    /** What a service holds, until its session's account is known: entries come in no order. */
    private record Held(SessionKey session, String service, List<Part> parts) {}

    private SnapshotOpening(Path file, int shard, ByteBuffer header) {
        this.file = file;
        this.shard = shard;
        position = header.getLong(POSITION);
        timeMs = header.getLong(TIME);
        epoch = header.getInt(EPOCH);
    }

    /**
     * Where to begin.
     *
     * @param journal folder of the shard's segments
     * @throws IOException if the beginning of the journal is gone, and no sound snapshot stands for it
     */
    static Opening of(Path journal, Problems problems) throws IOException {
        List<Segment> segments = Segments.in(journal, problems);
        if (segments.isEmpty() || segments.get(0).first() == 0) {
            return Opening.NOTHING;
        }
        Path folder = journal.resolveSibling("snapshots");
        if (Files.isDirectory(folder)) {
            List<Path> files;
            try (Stream<Path> entries = Files.list(folder)) {
                files = entries.filter(file -> file.getFileName().toString().matches("\\d{19,20}\\.snapshot"))
                        .sorted()
                        .toList();
            }
            for (Path file : files) {
                SnapshotOpening opening = begin(file, Segments.shardOf(journal));
                if (opening.position >= segments.get(0).first()) {
                    return opening;
                }
            }
        }
        problems.add(journal + ": the journal begins at position "
                + segments.get(0).first() + ", and there is no snapshot of that position or a later one");
        return Opening.NOTHING;
    }

    private static SnapshotOpening begin(Path file, int shard) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteBuffer header = wrap(in.readNBytes(HEADER));
            boolean sound = header.capacity() == HEADER
                    && header.getLong(0) == MAGIC
                    && header.getInt(8) == VERSION
                    && header.getInt(12) == shard
                    && header.getInt(HEADER_CHECKSUM) == checksum(header.slice(0, HEADER_CHECKSUM), null);
            if (!sound) {
                throw new IOException(file + ": the header of the snapshot is damaged or of another version or shard");
            }
            return new SnapshotOpening(file, shard, header);
        } catch (NoSuchFileException e) {
            throw new JournalReleasedException(file.toString());
        }
    }

    private static ByteBuffer wrap(byte[] octets) {
        return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(ByteBuffer first, ByteBuffer second) {
        CRC32C crc = new CRC32C();
        crc.update(first);
        if (second != null) {
            crc.update(second);
        }
        return (int) crc.getValue();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long timeMs() {
        return timeMs;
    }

    @Override
    public Charge.Key firstRecord() {
        return new Charge.Key(epoch, shard, nextRecord);
    }

    @Override
    public void state(State into) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BLOCK_MAX))) {
            in.skipNBytes(HEADER);
            int number = 0;
            int kind = KIND_ENTRIES;
            while (kind != KIND_END) {
                ByteBuffer block = block(in, number);
                number++;
                kind = block.getInt(12);
                if (kind == KIND_ENTRIES) {
                    entries(block, into);
                }
            }
        } catch (NoSuchFileException e) {
            throw new JournalReleasedException(file.toString());
        } catch (EOFException e) {
            throw new IOException(file + ": the snapshot has no end", e);
        }
        for (Held service : held) {
            Long account = accounts.get(service.session);
            if (account == null) {
                throw new IOException(file + ": a service belongs to a session that is not there");
            }
            into.service(account, service.session, service.service, service.parts);
        }
    }

    private ByteBuffer block(DataInputStream in, int number) throws IOException {
        byte[] head = in.readNBytes(BLOCK_HEADER);
        ByteBuffer begin = wrap(head);
        if (head.length < BLOCK_HEADER || begin.getInt(0) != BLOCK_MAGIC || begin.getInt(8) != number) {
            throw new IOException(file + ": block " + number + " is damaged");
        }
        int length = begin.getInt(4);
        if (length < BLOCK_HEADER || length > BLOCK_MAX) {
            throw new IOException(file + ": block " + number + " is damaged: " + length + " octets");
        }
        byte[] whole = Arrays.copyOf(head, length);
        in.readFully(whole, BLOCK_HEADER, length - BLOCK_HEADER);
        ByteBuffer block = wrap(whole);
        int found = checksum(block.slice(0, BLOCK_CHECKSUM), block.slice(BLOCK_HEADER, length - BLOCK_HEADER));
        if (begin.getInt(BLOCK_CHECKSUM) != found) {
            throw new IOException(file + ": block " + number + " is damaged");
        }
        return block;
    }

    private void entries(ByteBuffer block, State into) {
        int at = BLOCK_HEADER;
        for (int i = 0; i < block.getInt(16); i++) {
            int length = block.getInt(at + 4);
            entry(block.getInt(at), new Body(block, at + ENTRY_HEADER, length), into);
            at += ENTRY_HEADER + length;
        }
    }

    private void entry(int table, Body entry, State into) {
        switch (table) {
            case SHARD_TABLE -> nextRecord = entry.i64(16);
            case ACCOUNT -> account(entry, into);
            case SUBSCRIBER -> into.subscriber(entry.i64(0), entry.i64(32), text(entry, 64, entry.u8(25)));
            case SESSION -> accounts.put(new SessionKey(entry.i64(0), entry.i64(8)), entry.i64(24));
            case SERVICE -> held.add(service(entry));
            case COUNTER -> counters(entry, into);
            case TRANSFER -> into.transfer(transfer(entry));
            default -> {
                // identities, outcomes and timers: no money
            }
        }
    }

    private Transfer transfer(Body entry) {
        boolean received = entry.u8(16) != 0;
        return new Transfer(
                entry.i64(432),
                entry.i64(8),
                entry.i64(56),
                entry.i64(32),
                received ? shard : entry.u8(17),
                entry.i32(20),
                entry.i64(24),
                received);
    }

    private static void account(Body entry, State into) {
        for (int i = 0; i < entry.u8(17); i++) {
            Body bucket = entry.from(BUCKETS + i * BUCKET);
            into.bucket(entry.i64(0), bucket.i32(0), bucket.u8(4), entry.i32(20), bucket.i64(8));
        }
    }

    private static void counters(Body entry, State into) {
        for (int i = 0; i < entry.u8(16); i++) {
            Body counter = entry.from(32 + 32 * i);
            into.counter(entry.i64(0), counter.i64(0), counter.i64(8), counter.i64(16));
        }
    }

    private static Held service(Body entry) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < entry.u8(130); i++) {
            parts.add(new Part(entry.i32(PARTS + i * PART), 0, entry.i64(PARTS + i * PART + 8), 0));
        }
        return new Held(
                new SessionKey(entry.i64(16), entry.i64(24)), Charge.service(entry.i64(48), entry.i64(56)), parts);
    }

    private static String text(Body entry, int at, int length) {
        byte[] text = new byte[length];
        entry.octets().get(entry.start() + at, text);
        return new String(text, StandardCharsets.US_ASCII);
    }
}

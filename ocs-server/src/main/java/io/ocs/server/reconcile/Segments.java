package io.ocs.server.reconcile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The segments of one shard's journal that hold something, by their headers, oldest first. */
final class Segments {

    /**
     * One of them.
     *
     * @param number as in its name
     * @param first position of its first frame
     * @param forced whether each batch was forced before it was answered
     */
    record Segment(Path file, long number, int shard, long first, int epoch, boolean forced) {}

    static final int PAGE = 4096;
    static final int HEADER = 64;
    private static final long MAGIC = 0x314c4e4a53434fL;
    static final int VERSION = 1;
    private static final int CHECKSUM = 60;
    private static final int FORCED = 1;

    private Segments() {}

    /** The folders of all journals below a data folder, by shard. */
    static List<Path> journals(Path dataFolder) throws IOException {
        try (Stream<Path> entries = Files.list(dataFolder)) {
            return entries.filter(shard -> shard.getFileName().toString().matches("shard-\\d+"))
                    .sorted((a, b) -> Integer.compare(shard(a), shard(b)))
                    .map(shard -> shard.resolve("journal"))
                    .toList();
        }
    }

    private static int shard(Path folder) {
        return Integer.parseInt(folder.getFileName().toString().substring("shard-".length()));
    }

    /** Number of the shard whose journal this is. */
    static int shardOf(Path journal) {
        return shard(journal.getParent());
    }

    /**
     * Epochs below this one may have lost their end without a fault of the server: its journal was not forced then, or a backup was restored since.
     *
     * @param restored epoch in which a restored backup goes on; 0: none was
     */
    static int mayHaveLostBefore(Path journal, int restored) throws IOException {
        int before = restored;
        for (Segment segment : in(journal, new Problems())) {
            before = segment.forced() ? before : Math.max(before, segment.epoch() + 1);
        }
        return before;
    }

    /** Those whose headers are sound; the others are problems. */
    static List<Segment> in(Path journal, Problems problems) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(journal)) {
            files = entries.filter(file -> file.getFileName().toString().matches("segment-\\d{16}\\.journal"))
                    .sorted()
                    .toList();
        }
        List<Segment> segments = new ArrayList<>();
        for (Path file : files) {
            Segment segment = read(file, problems);
            if (segment != null) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** Whether the file is still what its header said: the server recycles what it has released. */
    static boolean isStill(Segment segment) throws IOException {
        return Files.exists(segment.file()) && segment.equals(read(segment.file(), new Problems()));
    }

    /** Null if nothing is written there, or it is not sound, or the server has just released it. */
    private static Segment read(Path file, Problems problems) throws IOException {
        ByteBuffer head;
        try (var in = Files.newInputStream(file)) {
            head = ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchFileException e) {
            return null;
        }
        long named = Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
        if (head.capacity() < HEADER) {
            problems.add(file + ": " + head.capacity() + " octets are no segment");
            return null;
        }
        if (head.getLong(0) == 0 || (head.getLong(0) == MAGIC && head.getLong(16) < named)) {
            return null;
        }
        if (head.getLong(0) != MAGIC
                || head.getInt(8) != VERSION
                || head.getLong(16) != named
                || head.getInt(CHECKSUM) != checksum(head, 0, 0, 0)) {
            problems.add(file + ": the header of the segment is damaged or of another version");
            return null;
        }
        return new Segment(
                file, named, head.getInt(12), head.getLong(24), head.getInt(40), (head.getInt(44) & FORCED) != 0);
    }

    /** Checksum over the header at {@code at} without its last four octets, and over what stands from {@code from} to {@code end}. */
    static int checksum(ByteBuffer octets, int at, int from, int end) {
        CRC32C crc = new CRC32C();
        crc.update(octets.slice(at, CHECKSUM));
        crc.update(octets.slice(from, end - from));
        return (int) crc.getValue();
    }
}

package io.ocs.server.reconcile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Reads the segment files of one shard's journal, oldest first, and hands over every record of every frame. */
final class SegmentScan {

    /** Where a record stands: {@code number} counts from 1 in its frame. */
    record Place(int epoch, int shard, long position, int number) {
        @Override
        public String toString() {
            return "shard " + shard + ", journal position " + position + ", record " + number + " of its frame";
        }
    }

    /** Takes records one by one. */
    interface Sink {
        void record(int type, Place place, Body body);
    }

    private record Segment(Path file, long number, int shard, long first, int epoch) {}

    private static final long SEGMENT_MAGIC = 0x314c4e4a53434fL;
    private static final int FRAME_MAGIC = 0x524d5246;
    private static final int VERSION = 1;
    private static final int PAGE = 4096;
    private static final int HEADER = 64;
    private static final int CHECKSUM = 60;
    private static final int RECORD_HEADER = 8;

    private final Path folder;
    private final Sink sink;
    private final List<String> problems;

    SegmentScan(Path folder, Sink sink, List<String> problems) {
        this.folder = folder;
        this.sink = sink;
        this.problems = problems;
    }

    /** Everything from position 0 to the end; stops at the first octet that is not as it should be, and notes it as a problem. */
    void run() throws IOException {
        List<Segment> segments = segments();
        if (segments.isEmpty() || segments.get(0).first != 0) {
            problems.add(folder + ": the journal's beginning is not there (segments were released, or none exists)");
            return;
        }
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i == segments.size() - 1;
            if (!scan(segments.get(i), last ? Long.MAX_VALUE : segments.get(i + 1).first)) {
                return;
            }
        }
    }

    private List<Segment> segments() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.getFileName().toString().matches("segment-\\d{16}\\.journal"))
                    .sorted()
                    .toList();
        }
        List<Segment> segments = new ArrayList<>();
        for (Path file : files) {
            ByteBuffer head = head(file);
            long named = Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
            boolean written = head.getLong(0) != 0 && head.getLong(16) == named;
            if (written && isSound(file, head)) {
                segments.add(new Segment(file, named, head.getInt(12), head.getLong(24), head.getInt(40)));
            }
        }
        return segments;
    }

    private static ByteBuffer head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private boolean isSound(Path file, ByteBuffer head) {
        boolean sound = head.getLong(0) == SEGMENT_MAGIC
                && head.getInt(8) == VERSION
                && head.getInt(CHECKSUM) == checksum(head, 0, 0, 0);
        if (!sound) {
            problems.add(file + ": the header of the segment is damaged or of another version");
        }
        return sound;
    }

    /** Checksum over the header at {@code at} without its last four octets, and over what follows the header up to {@code end}. */
    private static int checksum(ByteBuffer octets, int at, int from, int end) {
        CRC32C crc = new CRC32C();
        crc.update(octets.slice(at, CHECKSUM));
        crc.update(octets.slice(from, end - from));
        return (int) crc.getValue();
    }

    private boolean scan(Segment segment, long until) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(segment.file)).order(ByteOrder.LITTLE_ENDIAN);
        long position = segment.first;
        int at = PAGE;
        while (position < until && !isEnd(octets, at, until)) {
            if (!isFrame(segment, octets, at, position)) {
                problems.add(segment.file + ", octet " + at + " (shard " + segment.shard + ", journal position "
                        + position + "): no intact frame");
                return false;
            }
            records(segment, octets, at, position);
            int length = octets.getInt(at + 8);
            position += length;
            at += length;
        }
        if (until != Long.MAX_VALUE && position != until) {
            problems.add(segment.file + " ends at position " + position + ", the next begins at " + until);
            return false;
        }
        return true;
    }

    /** Eight octets of zero stand behind the last frame of the last segment, as far as the file reaches. */
    private static boolean isEnd(ByteBuffer octets, int at, long until) {
        if (until != Long.MAX_VALUE) {
            return false;
        }
        return octets.capacity() - at < HEADER || octets.getLong(at) == 0;
    }

    private static boolean isFrame(Segment segment, ByteBuffer octets, int at, long position) {
        if (octets.capacity() - at < HEADER || octets.getInt(at) != FRAME_MAGIC || octets.getShort(at + 4) != VERSION) {
            return false;
        }
        int length = octets.getInt(at + 8);
        return length >= HEADER
                && length % 8 == 0
                && length <= octets.capacity() - at
                && octets.getInt(at + CHECKSUM) == checksum(octets, at, at + HEADER, at + length)
                && octets.getInt(at + 12) == segment.epoch
                && octets.getInt(at + 16) == segment.shard
                && octets.getLong(at + 24) == position;
    }

    private void records(Segment segment, ByteBuffer octets, int frame, long position) {
        int count = octets.getInt(frame + 20);
        int at = frame + HEADER;
        for (int number = 1; number <= count; number++) {
            Place place = new Place(segment.epoch, segment.shard, position, number);
            int type = octets.getShort(at + 4);
            if (octets.getShort(at + 6) == VERSION) {
                sink.record(type, place, new Body(octets, at + RECORD_HEADER));
            } else {
                problems.add(
                        place + ": version " + octets.getShort(at + 6) + " of type " + type + " is not known here");
            }
            at += (octets.getInt(at) + 7) & ~7;
        }
    }
}

package io.ocs.server.reconcile;

import io.ocs.server.reconcile.Segments.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads the segment files of one shard's journal, oldest first, and hands over every record of every frame. */
final class SegmentScan {

    /**
     * Where a record stands.
     *
     * @param position of its frame
     * @param number counts from 1 in its frame
     * @param timeMs of the batch, milliseconds since 1970
     */
    record Place(int epoch, int shard, long position, int number, long timeMs) {
        @Override
        public String toString() {
            return "shard " + shard + ", journal position " + position + ", record " + number + " of its frame";
        }
    }

    /** Takes records one by one. */
    interface Sink {
        /** @return false to end the scan */
        boolean record(int type, Place place, Body body);
    }

    /** To the end of what is written. */
    static final long END = Long.MAX_VALUE;

    private static final int FRAME_MAGIC = 0x524d5246;
    private static final int CHECKSUM = 60;
    private static final int RECORD_HEADER = 8;
    private static final int ALIGNMENT = 8;

    private final Path journal;
    private final Problems problems;
    private boolean tornTailAllowed;
    private LongConsumer progress = position -> {};
    private long position;
    private int epoch;
    private long timeMs = Long.MIN_VALUE;
    private boolean torn;

    SegmentScan(Path journal, Problems problems) {
        this.journal = journal;
        this.problems = problems;
    }

    /** After an unclean stop, a frame begun at the very end is no damage: nothing of it was answered, and the next start cuts it. */
    SegmentScan allowTornTail() {
        tornTailAllowed = true;
        return this;
    }

    /** Called now and then with the position reached. */
    SegmentScan onProgress(LongConsumer consumer) {
        progress = consumer;
        return this;
    }

    /** The position reached: behind the last frame read. */
    long position() {
        return position;
    }

    /** The epoch in which the journal is at the end of what was to be read. */
    int epoch() {
        return epoch;
    }

    /** Time of the last batch read, milliseconds since 1970; {@link Long#MIN_VALUE} if none was. */
    long timeMs() {
        return timeMs;
    }

    /** Whether a torn tail stands behind {@link #position}. */
    boolean isTorn() {
        return torn;
    }

    /**
     * Reads frames; stops at the first octet that is not as it should be, and notes it as a problem.
     *
     * @param from position of a frame
     * @param until position up to which everything is committed, or {@link #END}
     */
    void run(long from, long until, Sink sink) throws IOException {
        position = from;
        List<Segment> segments = Segments.in(journal, problems);
        segments.stream().filter(segment -> segment.first() <= until).forEach(segment -> epoch = segment.epoch());
        int first = segments.size() - 1;
        while (first >= 0 && segments.get(first).first() > from) {
            first--;
        }
        if (first < 0 && until != END && !segments.isEmpty()) {
            throw new JournalReleasedException(journal + " at position " + from);
        }
        if (first < 0) {
            problems.add(
                    from == 0
                            ? journal
                                    + ": the journal's beginning is not there (segments were released, or none exists)"
                            : journal + ": no segment has position " + from);
            return;
        }
        for (int i = first; i < segments.size() && position < until; i++) {
            long next = i == segments.size() - 1 ? END : segments.get(i + 1).first();
            if (!scan(segments.get(i), Math.min(next, until), next == END, sink)) {
                return;
            }
        }
        if (until != END && position != until) {
            problems.add(journal + ": ends at position " + position + ", but position " + until + " was committed");
        }
    }

    private boolean scan(Segment segment, long until, boolean last, Sink sink) throws IOException {
        try (SegmentFile file = open(segment)) {
            while (position < until) {
                long at = Segments.PAGE + position - segment.first();
                if (last && until == END && isEnd(file, at)) {
                    return true;
                }
                int frame = frame(segment, file, at, position);
                if (frame < 0) {
                    return onNoFrame(segment, file, at, last);
                }
                int length = file.octets().getInt(frame + 8);
                if (!records(segment, file.octets(), frame, sink)) {
                    return false;
                }
                position += length;
                progress.accept(position);
            }
        }
        if (position != until) {
            problems.add(segment.file() + " ends at position " + position + ", the next begins at " + until);
            return false;
        }
        return true;
    }

    private static SegmentFile open(Segment segment) throws IOException {
        try {
            return new SegmentFile(segment.file());
        } catch (NoSuchFileException e) {
            throw new JournalReleasedException(segment.file().toString());
        }
    }

    /** Eight octets of zero stand behind the last frame of the last segment, as far as the file reaches. */
    private static boolean isEnd(SegmentFile file, long at) throws IOException {
        int index = file.require(at, Segments.HEADER);
        return index < 0 || file.octets().getLong(index) == 0;
    }

    /** Index of the intact frame there; negative if there is none. */
    private static int frame(Segment segment, SegmentFile file, long at, long expected) throws IOException {
        int head = file.require(at, Segments.HEADER);
        if (head < 0
                || file.octets().getInt(head) != FRAME_MAGIC
                || file.octets().getShort(head + 4) != Segments.VERSION) {
            return -1;
        }
        int length = file.octets().getInt(head + 8);
        int index = length < Segments.HEADER || length % ALIGNMENT != 0 ? -1 : file.require(at, length);
        if (index < 0) {
            return -1;
        }
        ByteBuffer octets = file.octets();
        boolean intact = octets.getInt(index + CHECKSUM)
                        == Segments.checksum(octets, index, index + Segments.HEADER, index + length)
                && octets.getInt(index + 12) == segment.epoch()
                && octets.getInt(index + 16) == segment.shard()
                && octets.getLong(index + 24) == expected;
        return intact ? index : -1;
    }

    private boolean onNoFrame(Segment segment, SegmentFile file, long at, boolean last) throws IOException {
        if (tornTailAllowed && last && !isForcedBehind(segment, file, at)) {
            torn = true;
            return true;
        }
        if (!Segments.isStill(segment)) {
            throw new JournalReleasedException(segment.file().toString());
        }
        problems.add(segment.file() + ", octet " + at + " (shard " + segment.shard() + ", journal position " + position
                + "): no intact frame");
        return false;
    }

    /** Whether an intact frame behind says that what should stand here had been on the disk: then it is damage, no torn tail. */
    private boolean isForcedBehind(Segment segment, SegmentFile file, long gap) throws IOException {
        for (long at = gap + ALIGNMENT; at + Segments.HEADER <= file.size(); at += ALIGNMENT) {
            int head = file.require(at, Segments.HEADER);
            if (head >= 0
                    && file.octets().getInt(head) == FRAME_MAGIC
                    && file.octets().getLong(head + 40) > position
                    && frame(segment, file, at, segment.first() + at - Segments.PAGE) >= 0) {
                return true;
            }
        }
        return false;
    }

    private boolean records(Segment segment, ByteBuffer octets, int frame, Sink sink) {
        int count = octets.getInt(frame + 20);
        timeMs = octets.getLong(frame + 32);
        int at = frame + Segments.HEADER;
        for (int number = 1; number <= count; number++) {
            Place place = new Place(segment.epoch(), segment.shard(), position, number, timeMs);
            int type = octets.getShort(at + 4);
            if (octets.getShort(at + 6) != Segments.VERSION) {
                problems.add(
                        place + ": version " + octets.getShort(at + 6) + " of type " + type + " is not known here");
            } else if (!sink.record(
                    type, place, new Body(octets, at + RECORD_HEADER, octets.getInt(at) - RECORD_HEADER))) {
                return false;
            }
            at += (octets.getInt(at) + ALIGNMENT - 1) & -ALIGNMENT;
        }
        return true;
    }
}

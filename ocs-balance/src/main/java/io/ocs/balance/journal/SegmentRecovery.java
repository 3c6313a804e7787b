package io.ocs.balance.journal;

import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds at the start which frames are valid. Changes nothing. A header's first position says where the segment before ends, so only the last
 * segment can have a torn tail: a frame that is not whole there, with nothing behind it that was written after it was forced.
 */
final class SegmentRecovery {

    private static final int WINDOW_LENGTH = 1024 * 1024;

    /**
     * What was found.
     *
     * @param segments in order; empty in a new folder
     * @param end position behind the last valid frame
     * @param doubtFrom position from which on the frames were perhaps never forced, though they can be read
     * @param tailCut whether a frame was begun at {@code end} that is not whole
     * @param unused files that hold nothing valid
     */
    record Found(List<SegmentHeader> segments, long end, long doubtFrom, boolean tailCut, List<String> unused) {

        SegmentHeader last() {
            return segments.get(segments.size() - 1);
        }
    }

    private final SegmentStorage storage;
    private final int shard;
    private final FrameWindow window;
    private final List<SegmentHeader> segments = new ArrayList<>();
    private final List<Long> notStarted = new ArrayList<>();
    private final List<Long> damagedHeaders = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();
    private long doubtFrom;

    SegmentRecovery(SegmentStorage storage, int shard, long segmentSize) {
        window = new FrameWindow((int) Math.min(WINDOW_LENGTH, segmentSize));
        this.storage = storage;
        this.shard = shard;
    }

    /** @throws JournalException if the files are damaged, foreign or of another version: it names the file and what to do */
    Found recover() throws IOException {
        readHeaders();
        for (int i = 0; i + 1 < segments.size(); i++) {
            verify(segments.get(i), segments.get(i + 1));
        }
        long end = 0;
        boolean tailCut = false;
        if (!segments.isEmpty()) {
            SegmentHeader last = segments.get(segments.size() - 1);
            try (SegmentStorage.File file = storage.open(last.fileName())) {
                window.look(file, last);
                end = endOfFrames(last);
                boolean later = hasLaterFrame(last, end);
                tailCut = isBegun(last, end) || later;
            }
        }
        for (long number : notStarted) {
            checkNotStarted(number, end);
            unused.add(SegmentHeader.fileName(number));
        }
        return new Found(List.copyOf(segments), end, doubtFrom, tailCut, List.copyOf(unused));
    }

    private void readHeaders() throws IOException {
        ByteBuffer page = ByteBuffer.allocateDirect(SegmentHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        for (String name : storage.list()) {
            long number = SegmentHeader.numberIn(name);
            if (number >= 0) {
                readHeader(name, number, page);
            } else if (SegmentSupply.isSpare(name)) {
                unused.add(name);
            }
        }
        segments.sort(Comparator.comparingLong(SegmentHeader::number));
    }

    private void readHeader(String name, long number, ByteBuffer page) throws IOException {
        try (SegmentStorage.File file = storage.open(name)) {
            switch (SegmentHeader.look(file, page, shard, number)) {
                case STARTED -> addStarted(SegmentHeader.of(page), file.length());
                case NOT_STARTED -> notStarted.add(number);
                case DAMAGED -> {
                    notStarted.add(number);
                    damagedHeaders.add(number);
                }
                case OTHER_VERSION ->
                    throw refused(
                            name,
                            "is of format version " + SegmentHeader.version(page) + ", this program reads version "
                                    + SegmentHeader.FORMAT_VERSION
                                    + "; start the version of the program that wrote it");
                case OTHER_SHARD ->
                    throw refused(name, "belongs to another shard or place; put back the folder as it was");
                case FOREIGN ->
                    throw refused(name, "is no journal segment, or cut short; put back the file, or restore a backup");
            }
        }
    }

    private void addStarted(SegmentHeader header, long fileLength) {
        if (fileLength != header.length()) {
            throw refused(
                    header.fileName(),
                    "has " + fileLength + " octets instead of " + header.length()
                            + "; put back the file, or restore a backup");
        }
        segments.add(header);
    }

    /** Every octet from the first position of a segment to that of the next belongs to an intact frame. */
    private void verify(SegmentHeader segment, SegmentHeader next) throws IOException {
        try (SegmentStorage.File file = storage.open(segment.fileName())) {
            window.look(file, segment);
            long end = Math.min(next.first(), segment.capacityEnd());
            long position = segment.first();
            for (int length = 1; position < end && length > 0; position += length) {
                length = window.frameAt(position, end);
            }
            if (position != next.first()) {
                // a number may be left out: a segment whose header could not be written was given up
                throw next.number() == segment.number() + 1 || isBegun(segment, position)
                        ? damaged(segment, position, "it was valid up to position " + next.first())
                        : missing(segment, next, position);
            }
        }
    }

    private JournalException missing(SegmentHeader segment, SegmentHeader next, long position) {
        return refused(
                next.fileName(),
                "begins at position " + next.first() + ", but segment " + segment.number() + " ends at " + position
                        + ": a segment between them is missing; put it back, or restore the last backup of the whole"
                        + " data folder");
    }

    private long endOfFrames(SegmentHeader segment) throws IOException {
        long position = segment.first();
        doubtFrom = position;
        for (int length = window.frameAt(position, segment.capacityEnd());
                length > 0;
                length = window.frameAt(position, segment.capacityEnd())) {
            doubtFrom = FrameHeader.forced(window.bytes(), window.at(position));
            position += length;
        }
        return position;
    }

    /** A zero stands behind the last frame as long as none was begun there. */
    private boolean isBegun(SegmentHeader segment, long end) throws IOException {
        return window.has(end, FrameHeader.TERMINATOR_LENGTH, segment.capacityEnd())
                && window.bytes().getLong(window.at(end)) != 0;
    }

    /** Whether an intact frame stands behind a gap; if it was written after the gap was forced, this is no torn tail but damage. */
    private boolean hasLaterFrame(SegmentHeader segment, long end) throws IOException {
        boolean found = false;
        long position = end + FrameHeader.ALIGNMENT;
        while (window.has(position, JournalBatch.FRAME_HEADER_LENGTH, segment.capacityEnd())) {
            boolean frame = FrameHeader.hasMagic(window.bytes(), window.at(position))
                    && window.frameAt(position, segment.capacityEnd()) > 0;
            if (frame && FrameHeader.forced(window.bytes(), window.at(position)) > end) {
                throw damaged(segment, end, "valid frames stand behind it, at position " + position);
            }
            found |= frame;
            position += FrameHeader.ALIGNMENT;
        }
        return found;
    }

    /** A header is forced before the first frame: a frame without one means that the header was damaged later. */
    private void checkNotStarted(long number, long end) throws IOException {
        String name = SegmentHeader.fileName(number);
        boolean first = !segments.isEmpty() && number < segments.get(0).number();
        if (first && damagedHeaders.contains(number)) {
            throw damagedHeader(name);
        }
        try (SegmentStorage.File file = storage.open(name)) {
            ByteBuffer head =
                    ByteBuffer.allocateDirect(JournalBatch.FRAME_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            boolean whole = file.read(head, SegmentHeader.LENGTH) == head.capacity();
            if (!whole || !FrameHeader.hasMagic(head, 0) || FrameHeader.position(head, 0) < end) {
                return;
            }
            SegmentHeader assumed = new SegmentHeader(
                    shard, number, FrameHeader.position(head, 0), FrameHeader.epoch(head, 0), file.length(), true);
            window.look(file, assumed);
            if (window.frameAt(assumed.first(), assumed.capacityEnd()) > 0) {
                throw damagedHeader(name);
            }
        }
    }

    private JournalException damagedHeader(String name) {
        return refused(name, "has a damaged header; restore the file, or the last backup of the whole data folder");
    }

    private JournalException damaged(SegmentHeader segment, long position, String why) {
        return refused(
                segment.fileName(),
                "is damaged at position " + position + " (octet " + segment.offsetOf(position) + " of the file): " + why
                        + ". Nothing was changed. Restore this file from a backup, or restore the last backup of the"
                        + " whole data folder");
    }

    private JournalException refused(String name, String why) {
        return new JournalException("journal file " + storage.location() + "/" + name + " " + why);
    }
}

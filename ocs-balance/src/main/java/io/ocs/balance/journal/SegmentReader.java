package io.ocs.balance.journal;

import static io.ocs.core.journal.JournalBatch.FRAME_HEADER_LENGTH;
import static io.ocs.core.journal.JournalBatch.RECORD_HEADER_LENGTH;

import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Follows a journal with an own file handle and own memory, never beyond the committed position. Allocates only where a segment begins. One
 * thread; {@link #position()} from any.
 */
final class SegmentReader implements JournalReader {

    private static final int WINDOW_LENGTH = 512 * 1024;

    private final SegmentJournal journal;
    private final SegmentStorage storage;
    private final FrameWindow window;
    private SegmentHeader[] known = {};
    private SegmentHeader segment;
    private SegmentStorage.File file;
    private long segmentEnd;
    private volatile long position;

    SegmentReader(SegmentJournal journal, SegmentStorage storage, long segmentSize, long position) {
        window = new FrameWindow((int) Math.min(WINDOW_LENGTH, segmentSize));
        this.journal = journal;
        this.storage = storage;
        this.position = position;
    }

    /** Makes sure that a batch begins where this reader begins; closes it if not. */
    void checkStart() {
        long committed = journal.committedPosition();
        try {
            if (position < 0 || position > committed) {
                throw new JournalException("no batch begins at position " + position + " of the journal in "
                        + storage.location() + ": it ends at " + committed);
            }
            if (position < committed) {
                lookUp();
                if (window.frameAt(position, Math.min(committed, segmentEnd)) == 0) {
                    throw damaged("no intact batch begins there");
                }
            }
        } catch (IOException e) {
            close();
            throw damaged(e);
        } catch (JournalException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean poll(Handler handler) {
        long committed = journal.committedPosition();
        long at = position;
        if (at == committed) {
            return false;
        }
        try {
            lookUp();
            int length = window.frameAt(at, Math.min(committed, segmentEnd));
            if (length == 0) {
                throw damaged("the batch is not as it was written");
            }
            giveRecords(handler, at, length);
            position = at + length;
            return true;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private void giveRecords(Handler handler, long framePosition, int frameLength) {
        ByteBuffer bytes = window.bytes();
        int frame = window.at(framePosition);
        long timeMs = FrameHeader.timeMs(bytes, frame);
        int offset = FRAME_HEADER_LENGTH;
        for (int left = FrameHeader.recordCount(bytes, frame); left > 0; left--) {
            int length = offset + RECORD_HEADER_LENGTH > frameLength ? 0 : bytes.getInt(frame + offset);
            if (length < RECORD_HEADER_LENGTH || length > frameLength - offset) {
                throw damaged("a record of the batch goes beyond it");
            }
            handler.onRecord(
                    type(bytes.getShort(frame + offset + 4)),
                    bytes.getShort(frame + offset + 6),
                    window.view(),
                    frame + offset + RECORD_HEADER_LENGTH,
                    length - RECORD_HEADER_LENGTH,
                    framePosition + offset,
                    timeMs,
                    segment.epoch());
            offset += (length + FrameHeader.ALIGNMENT - 1) & -FrameHeader.ALIGNMENT;
        }
    }

    private RecordType type(int number) {
        try {
            return RecordType.of(number);
        } catch (IllegalArgumentException e) {
            throw new JournalException(place() + ": " + e.getMessage(), e);
        }
    }

    /** Opens the segment of the position if it is not the open one. */
    private void lookUp() throws IOException {
        SegmentHeader[] now = journal.segments();
        if (now == known && position < segmentEnd) {
            return;
        }
        int index = now.length - 1;
        while (index >= 0 && now[index].first() > position) {
            index--;
        }
        if (index < 0) {
            throw new JournalException("position " + position + " of the journal in " + storage.location()
                    + " was released: it begins at " + now[0].first());
        }
        if (segment == null || now[index].number() != segment.number()) {
            open(now[index]);
        }
        known = now;
        segmentEnd = index + 1 < now.length ? now[index + 1].first() : Long.MAX_VALUE;
    }

    private void open(SegmentHeader next) throws IOException {
        close(file);
        segment = next;
        file = storage.open(next.fileName());
        window.look(file, next);
    }

    private JournalException damaged(String why) {
        return new JournalException(
                place() + ": " + why + ". Stop, and restore the file or the last backup of the whole data folder");
    }

    private JournalException damaged(IOException e) {
        return new JournalException(place() + " cannot be read: " + e, e);
    }

    private String place() {
        String name = segment == null ? "" : "/" + segment.fileName();
        return "journal file " + storage.location() + name + ", position " + position;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        journal.closed(this);
        try {
            close(file);
            file = null;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static void close(SegmentStorage.File file) throws IOException {
        if (file != null) {
            file.close();
        }
    }
}

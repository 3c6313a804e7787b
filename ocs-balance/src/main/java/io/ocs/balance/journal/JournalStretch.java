package io.ocs.balance.journal;

import io.ocs.core.journal.JournalReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal holds from a position on, kept from being released until this is closed, so that its segment files can be copied while the shard goes
 * on. Frames before the committed position never change. One thread.
 */
public final class JournalStretch implements AutoCloseable {

    /**
     * A segment file.
     *
     * @param name of the file in the journal's folder
     * @param octets of it that count, from its beginning: header and frames
     * @param length of the file; what stands behind {@code octets} is void
     */
    public record Segment(String name, long octets, long length) {}

    private final SegmentJournal journal;
    private final JournalReader hold;

    JournalStretch(SegmentJournal journal, JournalReader hold) {
        this.journal = journal;
        this.hold = hold;
    }

    /** Position of the first batch held. */
    public long from() {
        return hold.position();
    }

    /** The segments that have the batches up to {@code end}, oldest first; {@code end} is a position that was once the committed one, not before {@link #from}. */
    public List<Segment> segments(long end) {
        if (end < from() || end > journal.committedPosition()) {
            throw new IllegalArgumentException("a stretch of the journal from " + from() + " to " + end);
        }
        SegmentHeader[] all = journal.segments();
        List<Segment> held = new ArrayList<>();
        for (int i = 0; i < all.length && all[i].first() <= end; i++) {
            boolean last = i + 1 == all.length;
            boolean wanted = last || all[i + 1].first() > from();
            if (wanted) {
                long until = last ? end : Math.min(end, all[i + 1].first());
                held.add(new Segment(all[i].fileName(), all[i].offsetOf(until), all[i].length()));
            }
        }
        return held;
    }

    /** Lets go. */
    @Override
    public void close() {
        hold.close();
    }
}

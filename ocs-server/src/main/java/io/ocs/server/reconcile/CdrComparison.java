package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CdrRow.BadRowException;
import io.ocs.server.reconcile.Reconciliation.Line;
import io.ocs.server.reconcile.SegmentScan.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Charges of the journal, one after the other, against the records of one place outside, which has the same order: two streams that are merged, so
 * that nothing is kept but the record at hand.
 */
final class CdrComparison implements JournalFold.Listener, AutoCloseable {
    private final CdrSource source;
    private final Problems problems = new Problems();
    private final Tally money = new Tally();
    private final Hours hours = new Hours();
    private final Hours leftOut = new Hours();
    private int shard = -1;
    private int mayHaveLostBefore;
    private long sourcePosition;
    private Charge.Key earliest;
    private long removed;
    private CdrStream stream;
    private CdrRow row;
    private long charges;
    private long rows;
    private long pending;
    private String firstPending;
    private long lost;
    private String firstLost;
    private String difference;

    CdrComparison(CdrSource source) {
        this.source = source;
    }

    String name() {
        return source.name();
    }

    Hours hours() {
        return hours;
    }

    /** What those charges add up to that are not compared: pending and removed ones. */
    Hours leftOut() {
        return leftOut;
    }

    /** Charges that the source says it has not come to yet. */
    long pending() {
        return pending;
    }

    String firstPending() {
        return firstPending;
    }

    /** Charges older than what the source still has. */
    long removed() {
        return removed;
    }

    /** Records behind the end of an epoch: a lost tail, or what was charged after the backup that was restored. They are not compared. */
    long lost() {
        return lost;
    }

    String firstLost() {
        return firstLost;
    }

    /**
     * The records of the next shard begin.
     *
     * @param lossBefore as {@link Segments#mayHaveLostBefore}
     */
    void begin(int nextShard, Charge.Key from, int lossBefore) throws IOException {
        close();
        shard = nextShard;
        mayHaveLostBefore = lossBefore;
        try {
            sourcePosition = source.position(shard);
            earliest = source.earliest(shard);
            stream = source.open(shard, from);
        } catch (SQLException e) {
            throw new IOException(unreadable(e), e);
        }
        advance();
        while (row != null && from != null && row.key().compareTo(from) < 0) {
            advance(); // a file that begins before and ends behind
        }
    }

    @Override
    public void charge(Place place, Charge.Key key, Charge charge, String offer) {
        if (earliest != null && key.compareTo(earliest) < 0) {
            removed++;
            leftOut.add(charge, offer);
            return;
        }
        while (row != null && row.key().compareTo(key) < 0) {
            notInJournal(key.epoch());
        }
        if (row != null && row.key().equals(key)) {
            charges++;
            if (!charge.isSaidBy(row.charge())) {
                differ(key + " (" + place + "): the journal has " + charge + "; " + name() + " (" + row.where() + ") "
                        + row.charge());
            }
            money.add(charge.currency(), charge.usageMicros(), row.charge().usageMicros(), key::toString);
            hours.add(row.charge(), offer);
            take();
        } else if (row == null && place.position() >= sourcePosition) {
            pending++;
            leftOut.add(charge, offer);
            firstPending = firstPending == null ? key + " (" + place + ")" : firstPending;
        } else {
            charges++;
            differ(key + " (" + place + ") of the journal is missing in " + name() + ": " + charge);
            money.add(charge.currency(), charge.usageMicros(), 0, key::toString);
        }
    }

    /** Its epoch has ended before it if the journal is in a later one by now. */
    private void notInJournal(int epoch) {
        if (row.key().epoch() >= epoch || row.key().epoch() >= mayHaveLostBefore) {
            onlyOutside();
            return;
        }
        lost++;
        firstLost = firstLost == null ? row.key() + " (" + row.where() + ")" : firstLost;
        advance();
    }

    private void onlyOutside() {
        differ(row.key() + " stands in " + name() + " (" + row.where() + "), but not in the journal: " + row.charge());
        money.add(row.charge().currency(), 0, row.charge().usageMicros(), row.key()::toString);
        hours.add(row.charge(), "-");
        take();
    }

    private void differ(String how) {
        difference = difference == null ? how : difference;
    }

    private void take() {
        rows++;
        Charge.Key before = row.key();
        advance();
        while (row != null && row.key().compareTo(before) <= 0) {
            problems.add(row.where() + ": " + row.key()
                    + (row.key().equals(before) ? " is there twice" : " stands behind " + before));
            rows++;
            advance();
        }
    }

    private void advance() {
        while (true) {
            try {
                row = stream.next();
                return;
            } catch (BadRowException e) {
                problems.add(e.getMessage());
            } catch (SQLException e) {
                throw new UncheckedIOException(new IOException(unreadable(e), e));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String unreadable(SQLException e) {
        return "the billing table cannot be read: " + e.getMessage();
    }

    /**
     * The journal of the shard has ended.
     *
     * @param epoch in which it has ended
     * @param whole whether there is nothing that may stand outside beyond it
     */
    void end(int epoch, boolean whole) {
        while (row != null && (whole || row.key().epoch() < epoch)) {
            notInJournal(epoch);
        }
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(problems.line(name() + ": every record can be read"));
        lines.add(new Line(
                "charges in the journal = " + name(), Long.toString(charges), Long.toString(rows), difference));
        lines.addAll(money.lines("charged for usage = " + name()));
        return lines;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            try {
                stream.close();
            } catch (SQLException e) {
                throw new IOException(unreadable(e), e);
            }
            stream = null;
            row = null;
        }
    }
}

package io.ocs.server.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.reconcile.SegmentScan.Place;
import io.ocs.server.reconcile.Segments.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Shows the records of a data folder's journals one by one, straight from their octets. */
public final class JournalDump {
    private final Path dataFolder;
    private final Map<Integer, Long> committed;
    private final boolean tornTailAllowed;
    private final Problems problems = new Problems();
    private final Set<Long> accounts = new HashSet<>();
    private String subscription;
    private boolean filtered;
    private long untilMs = Long.MAX_VALUE;
    private boolean ended;

    /**
     * A dump of all records.
     *
     * @param committed where to stop, by shard; empty for the end
     * @param tornTailAllowed a frame begun at the very end is no damage
     */
    public JournalDump(Path dataFolder, Map<Integer, Long> committed, boolean tornTailAllowed) {
        this.dataFolder = dataFolder;
        this.committed = Map.copyOf(committed);
        this.tornTailAllowed = tornTailAllowed;
    }

    /** Only records of this account. */
    public JournalDump account(long account) {
        filtered = true;
        accounts.add(account);
        return this;
    }

    /** Only records of the account that this identity is seen on, {@code type:data}, from where it is first seen. */
    public JournalDump subscription(String identity) {
        filtered = true;
        subscription = identity;
        return this;
    }

    /** Nothing of what was decided later than this, milliseconds since 1970; the journal is read no further. */
    public JournalDump until(long timeMs) {
        untilMs = timeMs;
        return this;
    }

    /** A record that was handed over as one line for people. */
    public static String text(ObjectNode record) {
        return RecordFields.text(record);
    }

    /** Shards that there are. */
    public List<Integer> shards() throws IOException {
        return Segments.journals(dataFolder).stream().map(Segments::shardOf).toList();
    }

    /**
     * Hands over the records of one shard.
     *
     * @param from position of a frame; 0 for the first that is kept
     * @param taker says whether it wants more
     * @throws IllegalArgumentException if no frame begins at {@code from}; the message names the nearest
     * @throws IOException if a file cannot be read, or is damaged
     */
    public void run(int shard, long from, Predicate<ObjectNode> taker) throws IOException {
        Path journal = Segments.journals(dataFolder).stream()
                .filter(one -> Segments.shardOf(one) == shard)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no shard " + shard + " in " + dataFolder));
        long begin = from == 0 ? first(journal) : boundary(journal, shard, from);
        scan(journal).run(begin, until(shard), (type, place, body) -> onRecord(type, place, body, taker));
        if (!problems.first().isEmpty() && !ended) {
            throw new IOException(problems.first().get(0));
        }
    }

    private boolean onRecord(int type, Place place, Body body, Predicate<ObjectNode> taker) {
        if (place.timeMs() > untilMs) {
            ended = true;
            return false;
        }
        ObjectNode fields = RecordFields.of(type, place, body);
        ended = isWanted(fields) && !taker.test(fields);
        return !ended;
    }

    private boolean isWanted(ObjectNode fields) {
        if (!filtered) {
            return true;
        }
        Long account = RecordFields.account(fields);
        if (account != null && RecordFields.subscriptions(fields).contains(subscription)) {
            accounts.add(account);
        }
        return accounts.contains(account);
    }

    private SegmentScan scan(Path journal) {
        SegmentScan scan = new SegmentScan(journal, problems);
        return tornTailAllowed ? scan.allowTornTail() : scan;
    }

    private long until(int shard) {
        return committed.getOrDefault(shard, SegmentScan.END);
    }

    private long first(Path journal) throws IOException {
        List<Segment> segments = Segments.in(journal, problems);
        return segments.isEmpty() ? 0 : segments.get(0).first();
    }

    private long boundary(Path journal, int shard, long wanted) throws IOException {
        long start = Segments.in(journal, problems).stream()
                .mapToLong(Segment::first)
                .filter(first -> first <= wanted)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("the journal of shard " + shard
                        + " begins behind position " + wanted + ": older segments were released"));
        long[] around = {-1, -1};
        SegmentScan scan = scan(journal);
        scan.run(start, until(shard), (type, place, body) -> {
            around[place.position() <= wanted ? 0 : 1] = place.position();
            return place.position() <= wanted;
        });
        if (around[0] == wanted || scan.position() == wanted) {
            return wanted;
        }
        String next = around[1] < 0 ? "the journal ends at " + scan.position() : "the next one begins at " + around[1];
        throw new IllegalArgumentException("no batch of shard " + shard + " begins at position " + wanted
                + ": the one before begins at " + around[0] + ", " + next + "; say --from " + around[0]);
    }
}

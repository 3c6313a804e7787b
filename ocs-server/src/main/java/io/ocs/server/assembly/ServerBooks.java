package io.ocs.server.assembly;

import io.ocs.cdr.CdrProgress;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.server.charges.ClosedFiles;
import io.ocs.server.charges.LastCharges;
import io.ocs.server.http.Books;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The books of the running server. */
record ServerBooks(
        Path dataFolder,
        List<ShardUnit> shards,
        JournalHolds holds,
        Charges charges,
        Path cdrDirectory,
        LastCharges lastCharges)
        implements Books {

    @Override
    public SortedMap<Integer, Long> committed() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        shards.forEach(unit -> positions.put(unit.shard.index(), unit.journal.committedPosition()));
        return positions;
    }

    @Override
    public OptionalLong hold() {
        return holds.begin();
    }

    @Override
    public Duration holdLasts() {
        return JournalHolds.LASTS;
    }

    @Override
    public boolean letGo(long hold) {
        return holds.end(hold);
    }

    @Override
    public List<CdrProgress> deliveries() {
        return charges.progress();
    }

    @Override
    public Optional<String> embeddedDatabase() {
        return charges.database().filter(BillingDatabase::isEmbedded).map(BillingDatabase::jdbcUrl);
    }

    @Override
    public List<ClosedFiles.Closed> closedFiles(int limit) throws IOException {
        return ClosedFiles.newest(cdrDirectory, limit);
    }

    @Override
    public LastCharges.Found lastCharges(int shard, long subscriberId, int limit) throws IOException {
        return lastCharges.of(shard, subscriberId, limit);
    }

    @Override
    public void flush() {
        charges.flush();
    }
}

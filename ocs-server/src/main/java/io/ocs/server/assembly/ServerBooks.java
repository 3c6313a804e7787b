package io.ocs.server.assembly;

import io.ocs.cdr.CdrProgress;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.server.http.Books;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The books of the running server. */
record ServerBooks(Path dataFolder, List<ShardUnit> shards, Charges charges) implements Books {

    @Override
    public SortedMap<Integer, Long> committed() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        shards.forEach(unit -> positions.put(unit.shard.index(), unit.journal.committedPosition()));
        return positions;
    }

    @Override
    public List<CdrProgress> deliveries() {
        return charges.progress();
    }

    @Override
    public Optional<String> embeddedDatabase() {
        BillingDatabase database = charges.database();
        return database.isEmbedded() ? Optional.of(database.jdbcUrl()) : Optional.empty();
    }

    @Override
    public void flush() {
        charges.flush();
    }
}

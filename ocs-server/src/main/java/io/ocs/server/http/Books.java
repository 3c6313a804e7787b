package io.ocs.server.http;

import io.ocs.cdr.CdrProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Where the books of a running server are, and how far they have come. Safe on any thread, quick. */
public interface Books {

    /** Absolute. */
    Path dataFolder();

    /** Journal position, by shard, before which everything is durable. */
    SortedMap<Integer, Long> committed();

    /** How far charging data records have come. */
    List<CdrProgress> deliveries();

    /** JDBC URL of the embedded billing database; empty if the database is an operator's. */
    Optional<String> embeddedDatabase();

    /** Asks for open files to be closed and open rows to be committed now. */
    void flush();
}

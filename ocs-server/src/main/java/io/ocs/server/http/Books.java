package io.ocs.server.http;

import io.ocs.cdr.CdrProgress;
import io.ocs.server.charges.ClosedFiles;
import io.ocs.server.charges.LastCharges;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** Where the books of a running server are, and how far they have come. Safe on any thread, quick. */
public interface Books {

    /** Absolute. */
    Path dataFolder();

    /** Journal position, by shard, before which everything is durable. */
    SortedMap<Integer, Long> committed();

    /** Keeps all that is in the journals, and what comes, until it is let go or {@link #holdLasts} is over; empty: too many do so already. May wait for the disk. */
    OptionalLong hold();

    /** How long a hold lasts at most. */
    Duration holdLasts();

    /** @return false if that hold had ended before */
    boolean letGo(long hold);

    /** How far charging data records have come. */
    List<CdrProgress> deliveries();

    /** JDBC URL of the embedded billing database; empty if the database is an operator's. */
    Optional<String> embeddedDatabase();

    /** Where the files of records are closed; absolute. */
    Path cdrDirectory();

    /** Those that were closed last, the newest first. Waits for the disk. */
    List<ClosedFiles.Closed> closedFiles(int limit) throws IOException;

    /** The last records of a subscriber. Waits for disk or database. @throws IOException for the operator, if they cannot be read */
    LastCharges.Found lastCharges(int shard, long subscriberId, int limit) throws IOException;

    /** Asks for open files to be closed and open rows to be committed now. */
    void flush();
}

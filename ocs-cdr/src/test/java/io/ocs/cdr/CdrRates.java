package io.ocs.cdr;

import io.ocs.cdr.database.BillingDatabase;
import io.ocs.cdr.database.CdrDatabaseConfig;
import io.ocs.cdr.database.CdrDatabaseSink;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileFormat;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.core.time.Clock;
import io.ocs.core.time.SystemClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * Prints how many records a second one projector brings into files of each format and into an embedded database, and the CPU time that its thread and the
 * processes of the database need for each.
 */
public final class CdrRates {

    private static final int BATCHES = 2_000;
    private static final int RECORDS_PER_BATCH = 100;

    private CdrRates() {}

    /** @param arguments a folder for the files and the database */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Clock clock = new SystemClock();
        try (BillingDatabase database = BillingDatabase.embedded(folder.resolve("postgresql"))) {
            for (int round = 0; round < 3; round++) {
                CdrFileConfig files = CdrFileConfig.of(folder.resolve("cdr-" + round), "rates");
                measure("csv and jsonl, round " + round, 0, new CdrFileSink(files, 0, clock), clock);
                for (CdrFileFormat format : CdrFileFormat.values()) {
                    Path place = folder.resolve(format + "-" + round);
                    long records = measure(
                            format + ", round " + round, 0, new CdrFileSink(files(place, format), 0, clock), clock);
                    System.out.printf(
                            "    and %.0f octets a record%n", CdrFileVerifier.octets(place) / (double) records);
                }
                CdrDatabaseSink rows = new CdrDatabaseSink(database, "rates", round, CdrDatabaseConfig.DEFAULT, null);
                long server = serverNanos(folder);
                long records = measure("database, round " + round, round, rows, clock);
                server = serverNanos(folder) - server;
                System.out.printf("    and %.2f us in PostgreSQL%n", server / 1000.0 / records);
            }
        }
    }

    private static CdrFileConfig files(Path folder, CdrFileFormat format) {
        CdrFileConfig both = CdrFileConfig.of(folder, "rates");
        return new CdrFileConfig(
                folder,
                both.node(),
                Set.of(format),
                both.octetsMax(),
                both.recordsMax(),
                both.ageMax(),
                both.retention());
    }

    /** CPU time of the server and of its processes that have ended. */
    private static long serverNanos(Path folder) throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(folder.resolve("postgresql/postmaster.pid"))
                .get(0)
                .strip());
        long ticks = ticks(postmaster);
        for (ProcessHandle process :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            ticks += ticks(process.pid());
        }
        return ticks * 10_000_000;
    }

    /** Hundredths of a second of a process and of the children it has waited for; proc(5), fields 14 to 17. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
    }

    private static long measure(String what, int shard, CdrSink sink, Clock clock) {
        MemoryJournal journal = new MemoryJournal();
        RandomRecords records = new RandomRecords(1, true);
        for (int i = 0; i < BATCHES; i++) {
            records.commitBatch(journal, RECORDS_PER_BATCH);
        }
        CdrProjector projector = new CdrProjector("rates", shard, journal, sink, clock);
        projector.doWork();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        while (!projector.drained(journal.committedPosition())) {
            projector.flush();
            projector.doWork();
        }
        long nanos = System.nanoTime() - begin;
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        System.out.printf(
                "%s: %,d records/s, %.2f us of CPU a record%n",
                what, records.records() * 1_000_000_000L / nanos, cpu / 1000.0 / records.records());
        return records.records();
    }
}

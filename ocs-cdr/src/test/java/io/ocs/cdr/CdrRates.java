package io.ocs.cdr;

import io.ocs.cdr.database.BillingDatabase;
import io.ocs.cdr.database.CdrDatabaseConfig;
import io.ocs.cdr.database.CdrDatabaseSink;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.core.time.Clock;
import io.ocs.core.time.SystemClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints how many records a second one projector brings into files and into an embedded database, and what CPU time its thread needs. */
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
                measure("files, round " + round, 0, new CdrFileSink(files, 0, clock), clock);
                CdrDatabaseSink rows = new CdrDatabaseSink(database, round, CdrDatabaseConfig.DEFAULT, null);
                measure("database, round " + round, round, rows, clock);
            }
        }
    }

    private static void measure(String what, int shard, CdrSink sink, Clock clock) {
        MemoryJournal journal = new MemoryJournal();
        RandomRecords records = new RandomRecords(1, true);
        for (int i = 0; i < BATCHES; i++) {
            records.commitBatch(journal, RECORDS_PER_BATCH);
        }
        CdrProjector projector = new CdrProjector("rates", shard, journal, sink, clock);
        projector.doWork();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        projector.close();
        long nanos = System.nanoTime() - begin;
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        System.out.printf(
                "%s: %,d records/s, %.2f us of CPU a record%n",
                what, records.records() * 1_000_000_000L / nanos, cpu / 1000.0 / records.records());
    }
}

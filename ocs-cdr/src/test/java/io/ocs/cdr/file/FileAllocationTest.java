package io.ocs.cdr.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: from the journal's octets to the files of every format nothing is allocated for a record. */
class FileAllocationTest {

    private static final int BATCHES = 100;
    private static final int RECORDS_PER_BATCH = 100;
    private static final int WARM_UP = 3;

    @Test
    void aRecordAllocatesNothing(@TempDir Path folder) {
        ManualClock clock = new ManualClock();
        MemoryJournal journal = new MemoryJournal();
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "n",
                Set.of(CdrFileFormat.values()),
                3L << 30,
                Long.MAX_VALUE,
                Duration.ofDays(1),
                Duration.ofDays(1));
        CdrProjector projector = new CdrProjector("n", 0, journal, new CdrFileSink(config, 0, clock), clock);
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        for (int i = 0; i < WARM_UP; i++) {
            allocatedFor(
                    projector, records,
                    journal); // opens the files, loads the classes, fills the caches, makes a row group
        }

        long octets = allocatedFor(projector, records, journal);

        assertThat((double) octets / BATCHES / RECORDS_PER_BATCH)
                .as("octets a record")
                .isLessThan(1);
        projector.close();
    }

    private static long allocatedFor(CdrProjector projector, RandomRecords records, MemoryJournal journal) {
        for (int i = 0; i < BATCHES; i++) {
            records.commitBatch(journal, RECORDS_PER_BATCH);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ProjectorCycles.untilIdle(projector);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

package io.ocs.cdr;

import io.ocs.core.journal.AccountOpenedRecord;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.RecordType;

/** Runs a projector on the thread of a test. */
public final class ProjectorCycles {

    private ProjectorCycles() {}

    /** Until it reads nothing more, and one cycle after that. */
    public static void untilIdle(CdrProjector projector) {
        int batches;
        do {
            batches = projector.doWork();
        } while (batches > 0);
        projector.doWork();
    }

    /** A megabyte of records that are no charging data records. */
    public static JournalBatch bulkWithoutRecords() {
        JournalBatch batch = new JournalBatch(1 << 20);
        batch.clear(1);
        AccountOpenedRecord account = new AccountOpenedRecord();
        while (batch.hasRoom()) {
            account.build(batch.buffer(), batch.begin(RecordType.ACCOUNT_OPENED));
            batch.end(AccountOpenedRecord.LENGTH);
        }
        return batch;
    }
}

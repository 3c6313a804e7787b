package io.ocs.server.flow;

import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.MemoryJournal;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import java.util.List;
import java.util.function.ToLongFunction;

/** Money charged according to journals. */
final class JournalSum {

    private JournalSum() {}

    static long charged(List<MemoryJournal> journals) {
        return sum(journals, ServiceRecord::chargedMicros);
    }

    /** Services that were charged what was not there, or reported what nobody can have used. */
    static long overruns(List<MemoryJournal> journals) {
        return sum(
                journals,
                service -> service.is(ServiceRecord.OVERRUN) || service.is(ServiceRecord.IMPLAUSIBLE) ? 1 : 0);
    }

    private static long sum(List<MemoryJournal> journals, ToLongFunction<ServiceRecord> figure) {
        long[] sum = new long[1];
        CreditControlRecord record = new CreditControlRecord();
        ServiceRecord service = new ServiceRecord();
        for (MemoryJournal journal : journals) {
            try (JournalReader reader = journal.read(0)) {
                while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
                    if (type == RecordType.CREDIT_CONTROL) {
                        record.wrap(buffer, offset).rewindServices();
                        for (int i = 0; i < record.serviceCount(); i++) {
                            record.nextService(service);
                            sum[0] += figure.applyAsLong(service);
                        }
                    }
                })) {
                    // next batch
                }
            }
        }
        return sum[0];
    }
}

package io.ocs.server.flow;

import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.MemoryJournal;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import java.util.List;

/** Money charged according to journals; asked again, it reads what has come since. */
final class JournalSum {

    private final List<JournalReader> tails;
    private final CreditControlRecord record = new CreditControlRecord();
    private final ServiceRecord service = new ServiceRecord();
    private long charged;
    private long overruns;

    JournalSum(List<MemoryJournal> journals) {
        tails = journals.stream().map(journal -> journal.read(0)).toList();
    }

    static long charged(List<MemoryJournal> journals) {
        return new JournalSum(journals).charged();
    }

    /** Services that were charged what was not there, or reported what nobody can have used. */
    static long overruns(List<MemoryJournal> journals) {
        JournalSum sum = new JournalSum(journals);
        sum.readOn();
        return sum.overruns;
    }

    /** Of all that is in the journals by now. */
    long charged() {
        readOn();
        return charged;
    }

    private void readOn() {
        for (JournalReader tail : tails) {
            while (tail.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
                if (type == RecordType.CREDIT_CONTROL) {
                    add(record.wrap(buffer, offset));
                }
            })) {
                // next batch
            }
        }
    }

    private void add(CreditControlRecord request) {
        request.rewindServices();
        for (int i = 0; i < request.serviceCount(); i++) {
            request.nextService(service);
            charged += service.chargedMicros();
            overruns += service.is(ServiceRecord.OVERRUN) || service.is(ServiceRecord.IMPLAUSIBLE) ? 1 : 0;
        }
    }
}

package io.ocs.server.simulation;

import io.ocs.core.Octets;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.journal.TransferRecord;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.server.simulation.Books.Flows;
import io.ocs.server.simulation.MemorySink.Row;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Reads along in the journals: what was committed, by its own addition. */
final class Audit {

    /** A session that nobody has ended: supervision or an operator did. */
    record Ended(String session, int cause) {}

    /** Of one shard. */
    private static final class Tail {
        private final List<Row> rows = new ArrayList<>();
        private JournalReader reader;
        private long position;
        private long lastBatch;
        private long lastBatchMs;
        private long lastNumber;
        private int compared;
    }

    final Map<String, Flows> flows = new TreeMap<>();
    /** Read since {@link #clearEnded}. */
    final List<Ended> ended = new ArrayList<>();
    /** Steps of transfers between shards, read since they were taken. */
    final List<ModelTransfers.Event> transferred = new ArrayList<>();

    private final Coverage coverage;
    private final List<Tail> tails = new ArrayList<>();
    private final CreditControlRecord creditControl = new CreditControlRecord();
    private final ServiceRecord service = new ServiceRecord();
    private final BalanceRecord balance = new BalanceRecord();
    private final TransferRecord transfer = new TransferRecord();
    private final Octets text = new Octets(CreditControlRequest.SESSION_ID_MAX);
    private final Map<Integer, String> currencies = new HashMap<>();
    private Tail tail;
    private int shard;

    Audit(int shards, Coverage coverage) {
        this.coverage = coverage;
        for (int i = 0; i < shards; i++) {
            tails.add(new Tail());
        }
        for (String code : List.of("EUR", "USD")) {
            currencies.put(Currency.getInstance(code).getNumericCode(), code);
        }
    }

    /** A process has started: its journal must hold everything that was read before. */
    void follow(Node.Line line) {
        Tail at = tails.get(line.index);
        if (line.journal.committedPosition() < at.position) {
            throw new Violation(
                    Invariant.ACKNOWLEDGED_DURABLE,
                    "the journal of shard " + line.index + " ends at " + line.journal.committedPosition()
                            + ", but was committed up to " + at.position);
        }
        at.reader = line.journal.read(at.position);
    }

    /** Position behind the last batch read. */
    long position(int index) {
        return tails.get(index).position;
    }

    /** Time of the last batch of a shard. */
    long lastBatchMs(int index) {
        return tails.get(index).lastBatchMs;
    }

    /** Where the last batch read begins. */
    long lastBatchPosition(int index) {
        return tails.get(index).lastBatch;
    }

    void clearEnded() {
        ended.clear();
    }

    /** Reads what is new in a journal; tells the number of batches. */
    int poll(int index) {
        shard = index;
        tail = tails.get(index);
        int batches = 0;
        while (tail.reader.poll(this::onRecord)) {
            batches++;
            tail.lastBatch = tail.position;
            tail.position = tail.reader.position();
        }
        return batches;
    }

    private void onRecord(
            RecordType type,
            int version,
            DirectBuffer buffer,
            int offset,
            int length,
            long position,
            long timeMs,
            int epoch) {
        coverage.count(type);
        if (timeMs < tail.lastBatchMs) {
            throw new Violation(Invariant.SOUND, "time of shard " + shard + " goes back at position " + position);
        }
        tail.lastBatchMs = timeMs;
        if (type == RecordType.CREDIT_CONTROL) {
            onCreditControl(creditControl.wrap(buffer, offset), epoch);
        } else if (type == RecordType.BALANCE_ADJUSTED) {
            onBalance(balance.wrap(buffer, offset), epoch);
        } else if (type == RecordType.TRANSFER) {
            transfer.wrap(buffer, offset);
            transferred.add(new ModelTransfers.Event(
                    transfer.step(), shard, transfer.idHigh(), transfer.idLow(), transfer.micros()));
        }
    }

    private void onCreditControl(CreditControlRecord record, int epoch) {
        if (record.is(CreditControlRecord.SUPERVISED)) {
            record.text(CreditControlRecord.Text.SESSION_ID, text);
            ended.add(new Ended(text.toString(), record.cause()));
        }
        record.rewindServices();
        for (int i = 0; i < record.serviceCount(); i++) {
            record.nextService(service);
            String currency = currencies.get(service.currency());
            for (int debit = 0; debit < service.debitCount(); debit++) {
                UnitKind kind = service.debitKind(debit);
                Flows of = flows(kind == UnitKind.MONEY ? currency : kind.name());
                long amount = service.debitAmount(debit);
                of.spent += Math.max(0, amount);
                of.refunded += Math.max(0, -amount);
            }
            if (service.recordNumber() > 0) {
                next(service.recordNumber());
                tail.rows.add(new Row(
                        epoch, shard, service.recordNumber(), true, service.currency(), service.chargedMicros()));
            }
        }
    }

    private void onBalance(BalanceRecord record, int epoch) {
        Flows of = flows(
                record.kind() == UnitKind.MONEY
                        ? currencies.get(record.currency())
                        : record.kind().name());
        switch (record.reason()) {
            case OPENING, TOP_UP, ALLOWANCE, ADJUSTMENT -> of.credited += record.amount();
            case EXPIRED -> of.expired -= record.amount();
            case FORFEITED -> of.forfeited -= record.amount();
            case FEE -> of.spent -= record.amount();
            case TRANSFER_OUT, TRANSFER_IN -> of.moved += record.amount();
        }
        next(record.recordNumber());
        tail.rows.add(new Row(epoch, shard, record.recordNumber(), false, record.currency(), 0));
    }

    private Flows flows(String asset) {
        return flows.computeIfAbsent(asset, absent -> new Flows());
    }

    private void next(long number) {
        if (number != tail.lastNumber + 1) {
            throw new Violation(
                    Invariant.CDR_DENSE,
                    "record " + number + " of shard " + shard + " follows record " + tail.lastNumber);
        }
        tail.lastNumber = number;
    }

    /** The rows of a sink are the beginning of what the journal holds; {@code all}: they are all of it. */
    void compareRows(int index, List<Row> rows, boolean all) {
        Tail at = tails.get(index);
        if (rows.size() > at.rows.size() || (all && rows.size() != at.rows.size())) {
            throw new Violation(
                    Invariant.CDR_EQUAL,
                    "the sink of shard " + index + " has " + rows.size() + " records, the journal " + at.rows.size());
        }
        for (int i = Math.min(at.compared, rows.size()); i < rows.size(); i++) {
            if (!rows.get(i).equals(at.rows.get(i))) {
                throw new Violation(
                        Invariant.CDR_EQUAL,
                        "the sink of shard " + index + " has " + rows.get(i) + ", the journal " + at.rows.get(i));
            }
        }
        at.compared = rows.size();
    }
}

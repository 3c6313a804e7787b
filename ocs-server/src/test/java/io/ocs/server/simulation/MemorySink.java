package io.ocs.server.simulation;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.record.ChargingDataRecord;
import java.util.ArrayList;
import java.util.List;

/** Charging data records in memory, made durable together with a position as the real sinks do; refuses when told. */
final class MemorySink implements CdrSink {

    /** What is compared of a record. */
    record Row(int epoch, int shard, long number, boolean usage, int currency, long micros) {}

    /** What survives the process. */
    static final class Store {
        final List<Row> rows = new ArrayList<>();
        private long position;

        private CdrMark mark() {
            Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            return last == null ? new CdrMark(position, 0, 0) : new CdrMark(position, last.epoch, last.number);
        }

        /** How many more calls work before one is refused; below 0: all. */
        int refuseAfter = -1;

        int refused;
    }

    private static final int ROWS_MAX = 40;

    private final Store store;
    private final List<Row> pending = new ArrayList<>();
    private long pendingPosition;

    MemorySink(Store store) {
        this.store = store;
    }

    private void mayRefuse() {
        if (store.refuseAfter == 0) {
            store.refuseAfter = -1;
            store.refused++;
            throw CdrSinkException.unavailable("refused as the simulator says", null);
        }
        if (store.refuseAfter > 0) {
            store.refuseAfter--;
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public CdrMark open() {
        mayRefuse();
        pending.clear();
        pendingPosition = store.position;
        return store.mark();
    }

    /** Batches without records are read again; a record that is lost or doubled shows in the numbers. */
    @Override
    public void begin(CdrMark mark) {
        throw new AssertionError("nothing is restored in the simulation");
    }

    @Override
    public void rewind(long position) {
        store.position = position;
        pendingPosition = position;
    }

    @Override
    public void append(ChargingDataRecord cdr) {
        mayRefuse();
        boolean usage = cdr.kind() == ChargingDataRecord.Kind.USAGE;
        pending.add(new Row(
                cdr.epoch(), cdr.shard(), cdr.recordNumber(), usage, cdr.currency(), usage ? cdr.chargedMicros() : 0));
    }

    @Override
    public void batchEnd(long position, long nowMs) {
        pendingPosition = position;
        if (pending.size() >= ROWS_MAX) {
            flush();
        }
    }

    @Override
    public void poll(long nowMs) {
        if (pending.isEmpty()) {
            flush();
        }
    }

    @Override
    public void flush() {
        mayRefuse();
        store.rows.addAll(pending);
        store.position = pendingPosition;
        pending.clear();
    }

    @Override
    public long durablePosition() {
        return store.position;
    }

    @Override
    public long restartPosition() {
        return store.position;
    }

    @Override
    public long durableRecords() {
        return store.rows.size();
    }

    @Override
    public void close() {
        pending.clear();
    }
}

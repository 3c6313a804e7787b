package io.ocs.cdr;

import io.ocs.cdr.record.ChargingDataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keeps what a function makes of each record. */
public final class RecordingSink<T> implements CdrSink {

    private final Function<ChargingDataRecord, T> form;
    private final List<T> records = new ArrayList<>();
    private long position;

    public RecordingSink(Function<ChargingDataRecord, T> form) {
        this.form = form;
    }

    public List<T> records() {
        return records;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public CdrMark open() {
        return CdrMark.NONE;
    }

    @Override
    public void rewind(long to) {
        position = to;
    }

    @Override
    public void begin(CdrMark mark) {
        position = mark.position();
    }

    @Override
    public void append(ChargingDataRecord cdr) {
        records.add(form.apply(cdr));
    }

    @Override
    public void batchEnd(long end, long nowMs) {
        position = end;
    }

    @Override
    public void poll(long nowMs) {
        // nothing is due
    }

    @Override
    public void flush() {
        // nothing is held
    }

    @Override
    public long durablePosition() {
        return position;
    }

    @Override
    public long restartPosition() {
        return position;
    }

    @Override
    public long durableRecords() {
        return records.size();
    }

    @Override
    public void close() {
        // nothing to let go of
    }
}

package io.ocs.server.assembly;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.journal.Journal;

/** A sink whose records are counted, each once however often the sink has to take it again. */
final class CountedSink implements CdrSink {
    private final CdrSink sink;
    private final MoneyMeters money;
    private int epoch;
    private long counted;

    CountedSink(CdrSink sink, MoneyMeters money) {
        this.sink = sink;
        this.money = money;
    }

    @Override
    public void append(ChargingDataRecord cdr) {
        sink.append(cdr);
        if (cdr.epoch() != epoch) {
            epoch = cdr.epoch();
            counted = 0;
        }
        if (cdr.recordNumber() > counted) {
            counted = cdr.recordNumber();
            money.count(cdr);
        }
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public CdrMark open() {
        return sink.open();
    }

    @Override
    public void rewind(long position) {
        sink.rewind(position);
    }

    @Override
    public void begin(CdrMark mark) {
        sink.begin(mark);
    }

    @Override
    public long catchUp(Journal journal) {
        return sink.catchUp(journal);
    }

    @Override
    public long neededFrom(Journal journal) {
        return sink.neededFrom(journal);
    }

    @Override
    public void batchEnd(long position, long nowMs) {
        sink.batchEnd(position, nowMs);
    }

    @Override
    public void poll(long nowMs) {
        sink.poll(nowMs);
    }

    @Override
    public void flush() {
        sink.flush();
    }

    @Override
    public long durablePosition() {
        return sink.durablePosition();
    }

    @Override
    public long restartPosition() {
        return sink.restartPosition();
    }

    @Override
    public long durableRecords() {
        return sink.durableRecords();
    }

    @Override
    public void close() {
        sink.close();
    }
}

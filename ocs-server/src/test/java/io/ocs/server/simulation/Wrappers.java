package io.ocs.server.simulation;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.journal.SegmentStorage;
import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.FinalUnit;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.AccountBalanceFunction;
import io.ocs.core.charging.PricePosition;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.SessionView;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.StateObserver;
import io.ocs.core.state.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The real parts, passed on call by call, for planted bugs to change one. */
final class Wrappers {

    private Wrappers() {}

    static class Balances implements AccountBalanceFunction {

        private final BucketLedger real = new BucketLedger();

        @Override
        public void begin(AccountEntry account, long nowMs) {
            real.begin(account, nowMs);
        }

        @Override
        public void release(ServiceEntry service) {
            real.release(service);
        }

        @Override
        public void debit(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
            real.debit(position, tariff, units, record);
        }

        @Override
        public void debitMoney(long micros, ServiceRecord record) {
            real.debitMoney(micros, record);
        }

        @Override
        public void refund(long micros, ServiceRecord record) {
            real.refund(micros, record);
        }

        @Override
        public long chargedMicros() {
            return real.chargedMicros();
        }

        @Override
        public long paidUnits() {
            return real.paidUnits();
        }

        @Override
        public void limitMoney(long micros) {
            real.limitMoney(micros);
        }

        @Override
        public boolean beyondLimit() {
            return real.beyondLimit();
        }

        @Override
        public long setupMicros() {
            return real.setupMicros();
        }

        @Override
        public boolean overrun() {
            return real.overrun();
        }

        @Override
        public long reserve(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
            return real.reserve(position, tariff, units, record);
        }

        @Override
        public boolean hold(long micros, ServiceRecord record) {
            return real.hold(micros, record);
        }

        @Override
        public void unreserve(ServiceRecord record) {
            real.unreserve(record);
        }

        @Override
        public boolean paidByMoney() {
            return real.paidByMoney();
        }

        @Override
        public int holdAgain(ServiceEntry service, int[] bucketIds, long[] amounts) {
            return real.holdAgain(service, bucketIds, amounts);
        }

        @Override
        public boolean exhausted() {
            return real.exhausted();
        }

        @Override
        public boolean heldByOthers() {
            return real.heldByOthers();
        }

        @Override
        public long expiresMs() {
            return real.expiresMs();
        }
    }

    /** Every price is one micro higher than the catalogue says. */
    record DearRating(RatingFunction real) implements RatingFunction {

        @Override
        public Tariff tariff(long offer, CreditControlRequest request, ServiceUsage service, long atMs) {
            return dear(real.tariff(offer, request, service, atMs));
        }

        @Override
        public io.ocs.core.charging.Threshold[] thresholds(long offer) {
            return real.thresholds(offer);
        }

        @Override
        public Tariff resume(long planKey, long atMs) {
            return dear(real.resume(planKey, atMs));
        }

        @Override
        public boolean knowsOffer(long offer) {
            return real.knowsOffer(offer);
        }

        private static Tariff dear(Tariff tariff) {
            return tariff == null ? null : new DearTariff(tariff);
        }
    }

    private record DearTariff(Tariff real) implements Tariff {

        @Override
        public io.ocs.core.charging.Counter[] counters() {
            return real.counters();
        }

        @Override
        public long planKey() {
            return real.planKey();
        }

        @Override
        public long segmentKey() {
            return real.segmentKey();
        }

        @Override
        public UnitKind unit() {
            return real.unit();
        }

        @Override
        public int currency() {
            return real.currency();
        }

        @Override
        public long setupMicros() {
            return real.setupMicros();
        }

        @Override
        public long priceMicros(long cumulative, boolean continuation) {
            return real.priceMicros(cumulative, continuation) + (cumulative > 0 ? 1 : 0);
        }

        @Override
        public long affordableUnits(long cumulative, boolean continuation, long micros) {
            return real.affordableUnits(cumulative, continuation, micros - 1);
        }

        @Override
        public long stepCeiling(long cumulative, boolean continuation) {
            return real.stepCeiling(cumulative, continuation);
        }

        @Override
        public long poolDigits() {
            return real.poolDigits();
        }

        @Override
        public int poolExponent() {
            return real.poolExponent();
        }

        @Override
        public long poolSlackMicros() {
            return real.poolSlackMicros();
        }

        @Override
        public boolean isCreditControlled() {
            return real.isCreditControlled();
        }

        @Override
        public int allowanceCount() {
            return real.allowanceCount();
        }

        @Override
        public long allowanceKey(int index) {
            return real.allowanceKey(index);
        }

        @Override
        public long allowanceStep(int index) {
            return real.allowanceStep(index);
        }

        @Override
        public long validUntilMs(long atMs) {
            return real.validUntilMs(atMs);
        }

        @Override
        public long grantDefault() {
            return real.grantDefault();
        }

        @Override
        public long grantMax() {
            return real.grantMax();
        }

        @Override
        public int validityTimeS() {
            return real.validityTimeS();
        }

        @Override
        public long quotaThreshold(long granted) {
            return real.quotaThreshold(granted);
        }

        @Override
        public int quotaHoldingTimeS() {
            return real.quotaHoldingTimeS();
        }

        @Override
        public int quotaConsumptionTimeS() {
            return real.quotaConsumptionTimeS();
        }

        @Override
        public FinalUnit finalUnit() {
            return real.finalUnit();
        }

        @Override
        public String name() {
            return real.name();
        }
    }

    static class Storage implements SegmentStorage {

        final SegmentStorage real;

        Storage(SegmentStorage real) {
            this.real = real;
        }

        void force(File file) throws IOException {
            file.force();
        }

        int read(String name, File file, ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public String location() {
            return real.location();
        }

        @Override
        public List<String> list() throws IOException {
            return real.list();
        }

        @Override
        public File open(String name) throws IOException {
            File file = real.open(name);
            return new File() {
                @Override
                public void write(ByteBuffer source, long position) throws IOException {
                    file.write(source, position);
                }

                @Override
                public void force() throws IOException {
                    Storage.this.force(file);
                }

                @Override
                public int read(ByteBuffer target, long position) throws IOException {
                    return Storage.this.read(name, file, target, position);
                }

                @Override
                public long length() throws IOException {
                    return file.length();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }

        @Override
        public void create(String name, long length) throws IOException {
            real.create(name, length);
        }

        @Override
        public File grow(String name) throws IOException {
            return real.grow(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            real.delete(name);
        }
    }

    /** Gives what was written, whatever the disk reads. */
    static final class UndamagedStorage extends Storage {

        UndamagedStorage(SegmentStorage real) {
            super(real);
        }

        @Override
        int read(String name, File file, ByteBuffer target, long position) {
            byte[] written = ((FaultyStorage) real).octets(name);
            int count = (int) Math.max(0, Math.min(target.remaining(), written.length - position));
            target.put(written, (int) Math.min(position, written.length), count);
            return count;
        }
    }

    static class JournalOf implements Journal {

        final Journal real;

        JournalOf(Journal real) {
            this.real = real;
        }

        @Override
        public Commit commit(JournalBatch batch) {
            return real.commit(batch);
        }

        @Override
        public long committedPosition() {
            return real.committedPosition();
        }

        @Override
        public long firstPosition() {
            return real.firstPosition();
        }

        @Override
        public int epoch() {
            return real.epoch();
        }

        @Override
        public JournalReader read(long position) {
            return real.read(position);
        }

        @Override
        public void release(long position) {
            real.release(position);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** A reader that hands on only what {@link #passes} lets pass. */
    abstract static class Sieve implements JournalReader {

        private final JournalReader real;

        Sieve(JournalReader real) {
            this.real = real;
        }

        abstract boolean passes(RecordType type, long position);

        @Override
        public boolean poll(Handler handler) {
            return real.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
                if (passes(type, position)) {
                    handler.onRecord(type, version, buffer, offset, length, position, timeMs, epoch);
                }
            });
        }

        @Override
        public long position() {
            return real.position();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** Of the last batch, the first record only. */
    static final class HalfOfLastBatch extends Sieve {

        private long lastBatch;
        private long first = -1;

        HalfOfLastBatch(Journal journal, long from) {
            super(journal.read(from));
            try (JournalReader reader = journal.read(from)) {
                long before = from;
                while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {})) {
                    lastBatch = before;
                    before = reader.position();
                }
            }
        }

        @Override
        boolean passes(RecordType type, long position) {
            if (position < lastBatch) {
                return true;
            }
            first = first < 0 ? position : first;
            return position == first;
        }
    }

    static class Store implements AccountStore {

        final AccountStore real;

        Store(AccountStore real) {
            this.real = real;
        }

        @Override
        public long find(Table table, long keyHigh, long keyLow) {
            return real.find(table, keyHigh, keyLow);
        }

        @Override
        public long change(Table table, long keyHigh, long keyLow) {
            return real.change(table, keyHigh, keyLow);
        }

        @Override
        public long create(Table table, long keyHigh, long keyLow) {
            return real.create(table, keyHigh, keyLow);
        }

        @Override
        public void delete(Table table, long keyHigh, long keyLow) {
            real.delete(table, keyHigh, keyLow);
        }

        @Override
        public long room(Table table) {
            return real.room(table);
        }

        @Override
        public long size(Table table) {
            return real.size(table);
        }

        @Override
        public long capacity(Table table) {
            return real.capacity(table);
        }

        @Override
        public boolean mayContain(Table table, long keyHigh, long keyLow) {
            return real.mayContain(table, keyHigh, keyLow);
        }

        @Override
        public void forEach(Table table, Visitor visitor) {
            real.forEach(table, visitor);
        }

        @Override
        public long sweep(Table table, long cursor, long slots, Visitor visitor) {
            return real.sweep(table, cursor, slots, visitor);
        }

        @Override
        public void observer(StateObserver observer) {
            real.observer(observer);
        }

        @Override
        public long add(Table table, long from) {
            return real.add(table, from);
        }

        @Override
        public long detach(Table table, long keyHigh, long keyLow) {
            return real.detach(table, keyHigh, keyLow);
        }

        @Override
        public void attach(Table table, long address) {
            real.attach(table, address);
        }

        @Override
        public void free(Table table, long address) {
            real.free(table, address);
        }

        @Override
        public long touch(Table table, long keyHigh, long keyLow) {
            return real.touch(table, keyHigh, keyLow);
        }

        @Override
        public int slots(Table table) {
            return real.slots(table);
        }

        @Override
        public long entryAt(Table table, int slot) {
            return real.entryAt(table, slot);
        }

        @Override
        public int slotOf(Table table, long address) {
            return real.slotOf(table, address);
        }

        @Override
        public void clear() {
            real.clear();
        }

        @Override
        public void force() {
            real.force();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** Counts a record that nobody has written, now and then. */
    static final class NumberSkippingStore extends Store {

        private final ShardEntry shard = new ShardEntry();

        NumberSkippingStore(AccountStore real) {
            super(real);
        }

        @Override
        public long find(Table table, long keyHigh, long keyLow) {
            long address = super.find(table, keyHigh, keyLow);
            if (table == Table.SHARD && shard.wrap(address).nextRecordNumber() % 90 == 0) {
                shard.wrap(address).nextRecordNumber(shard.nextRecordNumber() + 1);
            }
            return address;
        }
    }

    abstract static class Port implements ChargingPort {

        private final ChargingPort real;
        private CreditControlRequest current;

        Port(ChargingPort real) {
            this.real = real;
        }

        /** Before the request goes on its way. */
        abstract void change(CreditControlRequest request, Envelope envelope);

        @Override
        public CreditControlRequest request() {
            current = real.request();
            return current;
        }

        @Override
        public boolean submit(Envelope envelope) {
            change(current, envelope);
            return real.submit(envelope);
        }

        @Override
        public void flush() {
            real.flush();
        }

        @Override
        public int drain(AnswerHandler handler) {
            return real.drain(handler);
        }

        @Override
        public void onAnswers(Runnable wakeUp) {
            real.onAnswers(wakeUp);
        }

        @Override
        public int fullnessPercent() {
            return real.fullnessPercent();
        }
    }

    static class Administration implements AccountAdministration {

        private final AccountAdministration real;

        Administration(AccountAdministration real) {
            this.real = real;
        }

        @Override
        public CompletableFuture<CommandResult> execute(String idempotencyKey, AccountCommand command) {
            return real.execute(idempotencyKey, command);
        }

        @Override
        public CompletableFuture<List<CommandResult>> executeAll(
                List<String> idempotencyKeys, List<? extends AccountCommand> commands) {
            return real.executeAll(idempotencyKeys, commands);
        }

        @Override
        public CompletableFuture<Optional<SubscriberView>> subscriber(SubscriptionId identity) {
            return real.subscriber(identity);
        }

        @Override
        public CompletableFuture<List<SubscriberView>> subscribers(int offset, int limit) {
            return real.subscribers(offset, limit);
        }

        @Override
        public CompletableFuture<Optional<SessionView>> session(String sessionId) {
            return real.session(sessionId);
        }

        @Override
        public CompletableFuture<Optional<ClientAnswer>> request(ClientRequest.Kind kind, String sessionId) {
            return real.request(kind, sessionId);
        }

        @Override
        public CompletableFuture<List<SessionView>> sessions(SubscriptionId subscriber, int limit) {
            return real.sessions(subscriber, limit);
        }
    }

    static class Sink implements CdrSink {

        private final CdrSink real;

        Sink(CdrSink real) {
            this.real = real;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public CdrMark open() {
            return real.open();
        }

        @Override
        public void begin(CdrMark mark) {
            real.begin(mark);
        }

        @Override
        public void rewind(long position) {
            real.rewind(position);
        }

        @Override
        public void append(ChargingDataRecord cdr) {
            real.append(cdr);
        }

        @Override
        public void batchEnd(long position, long nowMs) {
            real.batchEnd(position, nowMs);
        }

        @Override
        public void poll(long nowMs) {
            real.poll(nowMs);
        }

        @Override
        public void flush() {
            real.flush();
        }

        @Override
        public long durablePosition() {
            return real.durablePosition();
        }

        @Override
        public long restartPosition() {
            return real.restartPosition();
        }

        @Override
        public long durableRecords() {
            return real.durableRecords();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}

package io.ocs.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.balance.snapshot.SnapshotReader;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.Octets;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.AccountOpenedRecord;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CommandRecord;
import io.ocs.core.journal.CountedRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.IdentityRecord;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.NotificationRecord;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.journal.SubscriberRecord;
import io.ocs.core.journal.TimerRecord;
import io.ocs.core.journal.TransferRecord;
import io.ocs.core.shard.Recovery;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotLoad;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;
import io.ocs.core.state.TransferEntry;
import io.ocs.server.reconcile.Reconciler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a version has once written, every later one reads: each field of each record and of each entry is what is written out beside the golden files.
 * Only what is added may be added here; the golden files of a version are never made again.
 */
class GoldenFilesTest {
    private static final long END = 6_392;
    private static final long SEGMENT = 16 * 1024;

    @TempDir
    private Path data;

    @BeforeEach
    void unpack() throws IOException {
        GoldenFiles.unpack(data, "1");
    }

    @Test
    void everyFieldOfTheJournalIsRead() throws IOException {
        assertThat(records(data)).isEqualTo(GoldenFiles.lines("records-1.txt"));
    }

    @Test
    void theJournalLeadsToTheSameState() throws IOException {
        assertThat(replayed(data)).isEqualTo(GoldenFiles.lines("state-1.txt"));
    }

    @Test
    void everyFieldOfTheSnapshotIsRead() throws IOException {
        SnapshotFolder folder = SnapshotFolder.open(data.resolve(GoldenFiles.SNAPSHOTS), 0, 2);
        assertThat(folder.positions()).containsExactly(END);
        AccountStore image = store();
        try (SnapshotReader reader = folder.read(END)) {
            SnapshotHead head = reader.head();
            assertThat(head.shard()).isZero();
            assertThat(head.epoch()).isEqualTo(1);
            assertThat(head.timeMs()).isEqualTo(1_793_620_831_000L);
            new SnapshotLoad(reader, image, (loaded, total) -> {}).run();
        }
        assertThat(state(image)).isEqualTo(GoldenFiles.lines("state-1.txt"));
    }

    @Test
    void theBooksOfTheSecondReaderClose() throws IOException {
        var books = new Reconciler(data).run();
        assertThat(books.allEqual()).as(books.text()).isTrue();
        assertThat(books.text()).contains("credited = balance + reserved + spent, EUR");
    }

    /** All types of records that there were stand in it; {@link GoldenAdditionsTest} has the others, so that none can be forgotten. */
    @Test
    void theJournalHasEveryTypeAndGoesOn() {
        Set<RecordType> types = EnumSet.noneOf(RecordType.class);
        try (SegmentJournal journal = open(data);
                JournalReader reader = journal.read(0)) {
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> types.add(type))) {
                assertThat(reader.position()).isLessThanOrEqualTo(END);
            }
            assertThat(journal.committedPosition()).isEqualTo(END);
            assertThat(journal.epoch()).isEqualTo(1);
            assertThat(journal.tailWasCut()).isFalse();
        }
        assertThat(types).isEqualTo(EnumSet.range(RecordType.CREDIT_CONTROL, RecordType.ACCOUNT_CHANGED));
    }

    static SegmentJournal open(Path data) {
        return SegmentJournal.open(data.resolve(GoldenFiles.JOURNAL), 0, JournalOptions.batch(SEGMENT));
    }

    static AccountStore store() {
        return new MemoryAccountStore(new StoreCapacity(8, 8, 16, 8, 16, 32));
    }

    /** The state after the journal. */
    static List<String> replayed(Path data) {
        AccountStore image = store();
        try (SegmentJournal journal = open(data)) {
            new Recovery(image, journal).run(position -> {});
        }
        return state(image);
    }

    /** Every field of every record. */
    static List<String> records(Path data) {
        List<String> lines = new ArrayList<>();
        try (SegmentJournal journal = open(data);
                JournalReader reader = journal.read(0)) {
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
                lines.add(type + " version=" + version + " position=" + position + " timeMs=" + timeMs + " epoch="
                        + epoch + " length=" + length);
                record(type, buffer, offset, lines);
            })) {
                lines.add("batch ends at " + reader.position());
            }
        }
        return lines;
    }

    private static void record(RecordType type, DirectBuffer buffer, int offset, List<String> lines) {
        switch (type) {
            case CREDIT_CONTROL -> creditControl(new CreditControlRecord().wrap(buffer, offset), lines);
            case ACCOUNT_OPENED, ACCOUNT_CHANGED ->
                Fields.plain(new AccountOpenedRecord().wrap(buffer, offset), "  ", lines);
            case SUBSCRIBER_ADDED, SUBSCRIBER_CHANGED, SUBSCRIBER_REMOVED ->
                Fields.plain(new SubscriberRecord().wrap(buffer, offset), "  ", lines);
            case IDENTITY_ADDED, IDENTITY_REMOVED ->
                Fields.plain(new IdentityRecord().wrap(buffer, offset), "  ", lines);
            case BALANCE_ADJUSTED -> Fields.plain(new BalanceRecord().wrap(buffer, offset), "  ", lines);
            case COMMAND_DONE -> Fields.plain(new CommandRecord().wrap(buffer, offset), "  ", lines);
            case TIMER_SET -> Fields.plain(new TimerRecord().wrap(buffer, offset), "  ", lines);
            case COUNTED -> {
                CountedRecord counted = new CountedRecord().wrap(buffer, offset);
                Fields.plain(counted, "  ", lines);
                Fields.indexed(counted, "  ", counted.count(), name -> !name.equals("length"), lines);
            }
            case TRANSFER -> Fields.plain(new TransferRecord().wrap(buffer, offset), "  ", lines);
            case NOTIFICATION -> notification(new NotificationRecord().wrap(buffer, offset), lines);
        }
    }

    private static void notification(NotificationRecord record, List<String> lines) {
        Fields.plain(record, "  ", lines);
        Octets text = new Octets(256);
        record.name(text);
        lines.add("  text name=" + text);
        record.of(text);
        lines.add("  text of=" + text);
        record.subscription(text);
        lines.add("  text subscription=" + text);
    }

    private static void creditControl(CreditControlRecord record, List<String> lines) {
        Fields.plain(record, "  ", lines);
        Octets text = new Octets(256);
        for (CreditControlRecord.Text kind : CreditControlRecord.Text.values()) {
            record.text(kind, text);
            lines.add("  text " + kind + "=" + text);
        }
        for (int i = 0; i < record.subscriptionCount(); i++) {
            record.subscriptionData(i, text);
            lines.add("  subscription " + record.subscriptionType(i) + "=" + text);
        }
        record.rewindServices();
        for (int i = 0; i < record.serviceCount(); i++) {
            ServiceRecord service = new ServiceRecord();
            record.nextService(service);
            lines.add("  service " + i);
            Fields.plain(service, "    ", lines);
            Fields.indexed(service, "    ", service.debitCount(), name -> name.startsWith("debit"), lines);
            Fields.indexed(service, "    ", service.reservationCount(), name -> name.startsWith("reservation"), lines);
            for (UnitKind kind : UnitKind.values()) {
                lines.add("    reported " + kind + "=" + service.reported(kind));
            }
        }
    }

    /** Every field of every entry, sorted by table and key. */
    static List<String> state(AccountStore image) {
        List<String> lines = new ArrayList<>();
        for (Table table : Table.values()) {
            TreeSet<String> entries = new TreeSet<>();
            image.forEach(table, address -> entries.add(String.join("\n", entry(table, address))));
            entries.forEach(entry -> lines.addAll(entry.lines().toList()));
        }
        return lines;
    }

    private static List<String> entry(Table table, long address) {
        List<String> lines = new ArrayList<>(List.of(table.toString()));
        switch (table) {
            case SHARD -> Fields.plain(new ShardEntry().wrap(address), "  ", lines);
            case ACCOUNT -> {
                AccountEntry account = new AccountEntry().wrap(address);
                Fields.plain(account, "  ", lines);
                Fields.indexed(account, "  ", account.bucketCount(), name -> !name.equals("indexOf"), lines);
            }
            case SUBSCRIBER -> Fields.plain(new SubscriberEntry().wrap(address), "  ", lines);
            case IDENTITY -> Fields.plain(new IdentityEntry().wrap(address), "  ", lines);
            case SESSION -> {
                SessionEntry session = new SessionEntry().wrap(address);
                Fields.plain(session, "  ", lines);
                Fields.indexed(
                        session, "  ", session.subscriptionCount(), name -> name.startsWith("subscription"), lines);
            }
            case SERVICE -> {
                ServiceEntry service = new ServiceEntry().wrap(address);
                Fields.plain(service, "  ", lines);
                Fields.indexed(service, "  ", service.partCount(), name -> name.startsWith("part"), lines);
            }
            case TIMER -> Fields.plain(new TimerEntry().wrap(address), "  ", lines);
            case TRANSFER -> Fields.plain(new TransferEntry().wrap(address), "  ", lines);
            case COUNTER -> {
                CounterEntry counter = new CounterEntry().wrap(address);
                Fields.plain(counter, "  ", lines);
                Fields.indexed(
                        counter,
                        "  ",
                        counter.count(),
                        name -> !name.equals("indexOf") && !name.equals("valueAt"),
                        lines);
            }
            case OUTCOME -> {
                OutcomeEntry outcome = new OutcomeEntry().wrap(address);
                Fields.plain(outcome, "  ", lines);
                Fields.indexed(outcome, "  ", outcome.serviceCount(), name -> true, lines);
            }
        }
        return lines;
    }
}

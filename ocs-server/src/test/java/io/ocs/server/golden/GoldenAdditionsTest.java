package io.ocs.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.balance.snapshot.SnapshotReader;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import io.ocs.core.snapshot.SnapshotLoad;
import io.ocs.core.state.AccountStore;
import io.ocs.server.reconcile.Reconciler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: as {@link GoldenFilesTest}, for the types of records and the tables that were added to format version 1. Who adds another makes a set of its own. */
class GoldenAdditionsTest {
    @TempDir
    private Path data;

    private void unpack(String set) throws IOException {
        GoldenFiles.unpack(data, set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1b", "1c"})
    void everyFieldOfTheJournalIsRead(String set) throws IOException {
        unpack(set);
        assertThat(GoldenFilesTest.records(data)).isEqualTo(GoldenFiles.lines("records-" + set + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1b", "1c"})
    void journalAndSnapshotLeadToTheSameState(String set) throws IOException {
        unpack(set);
        assertThat(GoldenFilesTest.replayed(data)).isEqualTo(GoldenFiles.lines("state-" + set + ".txt"));
        SnapshotFolder folder = SnapshotFolder.open(data.resolve(GoldenFiles.SNAPSHOTS), 0, 2);
        AccountStore image = GoldenFilesTest.store();
        try (SnapshotReader reader = folder.read(folder.positions().get(0))) {
            new SnapshotLoad(reader, image, (loaded, total) -> {}).run();
        }
        assertThat(GoldenFilesTest.state(image)).isEqualTo(GoldenFiles.lines("state-" + set + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1b", "1c"})
    void theBooksOfTheSecondReaderClose(String set) throws IOException {
        unpack(set);
        var books = new Reconciler(data).run();
        assertThat(books.allEqual()).as(books.text()).isTrue();
    }

    /** Together with the first set, all types. */
    @Test
    void theJournalsHaveEveryTypeThatWasAdded(@TempDir Path other) throws IOException {
        Set<RecordType> types = EnumSet.range(RecordType.CREDIT_CONTROL, RecordType.ACCOUNT_CHANGED);
        unpack("1b");
        addTypes(data, types);
        GoldenFiles.unpack(other, "1c");
        addTypes(other, types);
        assertThat(types).isEqualTo(EnumSet.allOf(RecordType.class));
    }

    private static void addTypes(Path data, Set<RecordType> types) {
        try (SegmentJournal journal = GoldenFilesTest.open(data);
                JournalReader reader = journal.read(0)) {
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> types.add(type))) {
                assertThat(reader.position()).isPositive();
            }
        }
    }
}

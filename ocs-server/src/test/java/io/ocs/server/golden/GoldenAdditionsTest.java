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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: as {@link GoldenFilesTest}, for the types of records and the tables that were added to format version 1. Who adds another makes a set of its own. */
class GoldenAdditionsTest {
    private static final String SET = "1b";

    @TempDir
    private Path data;

    @BeforeEach
    void unpack() throws IOException {
        GoldenFiles.unpack(data, SET);
    }

    @Test
    void everyFieldOfTheJournalIsRead() throws IOException {
        assertThat(GoldenFilesTest.records(data)).isEqualTo(GoldenFiles.lines("records-" + SET + ".txt"));
    }

    @Test
    void journalAndSnapshotLeadToTheSameState() throws IOException {
        assertThat(GoldenFilesTest.replayed(data)).isEqualTo(GoldenFiles.lines("state-" + SET + ".txt"));
        SnapshotFolder folder = SnapshotFolder.open(data.resolve(GoldenFiles.SNAPSHOTS), 0, 2);
        AccountStore image = GoldenFilesTest.store();
        try (SnapshotReader reader = folder.read(folder.positions().get(0))) {
            new SnapshotLoad(reader, image, (loaded, total) -> {}).run();
        }
        assertThat(GoldenFilesTest.state(image)).isEqualTo(GoldenFiles.lines("state-" + SET + ".txt"));
    }

    @Test
    void theBooksOfTheSecondReaderClose() throws IOException {
        var books = new Reconciler(data).run();
        assertThat(books.allEqual()).as(books.text()).isTrue();
    }

    /** Together with the first set, all types. */
    @Test
    void theJournalHasEveryTypeThatWasAdded() {
        Set<RecordType> types = EnumSet.range(RecordType.CREDIT_CONTROL, RecordType.ACCOUNT_CHANGED);
        try (SegmentJournal journal = GoldenFilesTest.open(data);
                JournalReader reader = journal.read(0)) {
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> types.add(type))) {
                assertThat(reader.position()).isPositive();
            }
        }
        assertThat(types).isEqualTo(EnumSet.allOf(RecordType.class));
    }
}

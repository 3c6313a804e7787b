package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the value stays as long as sessions do, and never comes again once they are lost. */
class OriginStateIdTest {

    private static final long NOW_S = 1_800_000_000L;
    private static final List<Integer> NONE = List.of(0, 0);
    private static final List<Integer> FIRST = List.of(1, 1);

    @TempDir
    private Path temp;

    private Path file;

    @BeforeEach
    void setUp() {
        file = temp.resolve(OriginStateId.FILE);
    }

    /** A start whose journals go on in their epochs. */
    private long start(boolean lost, long nowS) {
        return OriginStateId.of(file, lost, FIRST, FIRST, nowS);
    }

    private void startNew() {
        assertThat(OriginStateId.of(file, false, NONE, FIRST, NOW_S)).isEqualTo(NOW_S);
    }

    @Test
    void itStaysOverStartsThatLoseNothing() {
        startNew();
        assertThat(start(false, NOW_S + 1_000)).isEqualTo(NOW_S);
        assertThat(start(false, NOW_S - 1_000)).isEqualTo(NOW_S);
        List<Integer> second = List.of(1, 2);
        assertThat(OriginStateId.of(file, false, FIRST, second, NOW_S + 1_000))
                .as("a batch that was never answered was cut off")
                .isEqualTo(NOW_S);
        assertThat(OriginStateId.of(file, false, second, second, NOW_S + 2_000)).isEqualTo(NOW_S);
    }

    @Test
    void itRisesWhenSessionsWereLostWhateverTheClockSays() {
        startNew();
        assertThat(start(true, NOW_S + 60)).isEqualTo(NOW_S + 60);
        assertThat(start(true, NOW_S + 60)).as("twice in a second").isEqualTo(NOW_S + 61);
        assertThat(start(true, 5)).as("the clock was set back").isEqualTo(NOW_S + 62);
        assertThat(start(false, NOW_S)).isEqualTo(NOW_S + 62);
    }

    @Test
    void aFolderThatHasNoneYetHasLostWhatPeersKnow() throws Exception {
        startNew();
        Files.delete(file);
        assertThat(start(false, NOW_S + 60)).isEqualTo(NOW_S + 60);
    }

    @Test
    void aStartThatFailedBehindAnotherEpochIsNotForgotten() {
        startNew();
        List<Integer> second =
                List.of(1, 2); // begun by a start that lost something and then ended before it could say so
        assertThat(OriginStateId.of(file, false, second, second, NOW_S + 60)).isEqualTo(NOW_S + 60);
    }

    @Test
    void journalsThatForceLateMayHaveLostTheirEndUnlessTheyWereClosed() {
        Path data = temp.resolve("data");
        assertThat(start(data, SyncMode.BATCH, false, NOW_S)).isEqualTo(NOW_S);
        assertThat(start(data, SyncMode.OS, false, NOW_S + 1))
                .as("all was forced")
                .isEqualTo(NOW_S);
        assertThat(start(data, SyncMode.OS, true, NOW_S + 2)).isEqualTo(NOW_S + 2);
        assertThat(start(data, SyncMode.OS, false, NOW_S + 3))
                .as("after a clean stop")
                .isEqualTo(NOW_S + 2);
        assertThat(start(data, SyncMode.BATCH, false, NOW_S + 4)).isEqualTo(NOW_S + 4);
        assertThat(start(data, SyncMode.BATCH, false, NOW_S + 5)).isEqualTo(NOW_S + 4);
    }

    private static long start(Path data, SyncMode sync, boolean stopCleanly, long nowS) {
        try (DataFolder folder = DataFolder.open(data, "node1", 1);
                SegmentJournal journal =
                        SegmentJournal.open(folder.journalFolder(0), 0, new JournalOptions(1 << 20, sync, 10))) {
            folder.markRunning();
            long value = OriginStateId.of(folder, List.of(journal), nowS);
            if (stopCleanly) {
                folder.markClean();
            }
            return value;
        }
    }

    @Test
    void aDamagedFileIsNamedAndLeftAsItIs() throws Exception {
        startNew();
        for (String damaged :
                List.of("", "origin-state-id=\n", "origin-state-id=0\n", "origin-state-id=4294967296\n")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> start(true, NOW_S))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("put the file back, or delete it");
            assertThat(Files.readString(file)).isEqualTo(damaged);
        }
    }
}

package io.ocs.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.server.backup.BackupManifest.DataFile;
import io.ocs.server.backup.BackupManifest.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a list that is signed but wrong does no harm, and a restore that fails half-way leaves nothing. */
class RestoreTest {
    private static final String SEGMENT = "shard-0/journal/segment-0000000000000001.journal";
    private static final int SEGMENT_SIZE = 16 * 1024;
    private static final long NOW_MS = 1_767_225_600_000L; // 2026-01-01

    @TempDir
    private Path folder;

    @BeforeEach
    void makeABackupOfAnEmptyServer() throws IOException {
        Path journal = backup().resolve(SEGMENT).getParent();
        SegmentJournal.open(journal, 0, JournalOptions.batch(SEGMENT_SIZE)).close();
        Files.delete(journal.resolve("segment-0000000000000002.journal"));
        Files.writeString(backup().resolve("ocs.properties"), "format-version=1\nnode=n\nshards=1\n");
        seal(0, SEGMENT);
    }

    private Path backup() {
        return folder.resolve("backup");
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Writes the list of what is there, with its hashes. */
    private void seal(long position, String... names) throws IOException {
        List<DataFile> files = new ArrayList<>();
        for (String name : names) {
            Path file = backup().resolve(name);
            files.add(new DataFile(name, Files.size(file), Octets.sha256(file, octets -> {})));
        }
        Path properties = backup().resolve("ocs.properties");
        files.add(new DataFile("ocs.properties", Files.size(properties), Octets.sha256(properties, octets -> {})));
        List<Shard> shards = List.of(new Shard(0, 1, position, 0, -1, 0, 0));
        BackupManifest manifest = new BackupManifest(1, "n", NOW_MS, shards, files, "").sealed();
        Files.deleteIfExists(backup().resolve("backup.json"));
        Octets.write(backup().resolve("backup.json"), manifest.encode());
    }

    private Restored restore() {
        return new Restore(BackupFolder.open(backup()), data()).run(5, SEGMENT_SIZE, NOW_MS, octets -> {});
    }

    @Test
    void whatWasRestoredIsRememberedInTheFolder() {
        Restored restored = restore();
        assertThat(Restored.of(data())).contains(restored);
        assertThat(restored.epoch()).isEqualTo(5);
        assertThat(restored.begin(0)).isEqualTo(io.ocs.cdr.CdrMark.NONE);
        try (SegmentJournal journal =
                SegmentJournal.open(data().resolve("shard-0/journal"), 0, JournalOptions.batch(SEGMENT_SIZE))) {
            assertThat(journal.epoch()).isEqualTo(5);
        }
    }

    @Test
    void theEpochIsLaterThanAnyOther() {
        Restore restore = new Restore(BackupFolder.open(backup()), data());
        int byTime = (int) ((NOW_MS - 1_577_836_800_000L) / 60_000);
        assertThat(restore.epoch(0, NOW_MS)).isEqualTo(byTime);
        assertThat(restore.epoch(byTime - 1, NOW_MS)).isEqualTo(byTime);
        assertThat(restore.epoch(byTime, NOW_MS)).isEqualTo(byTime + 1);
        assertThat(restore.epoch(0, 0)).as("the clock is wrong").isEqualTo(2);
    }

    @Test
    void aFailureHalfWayLeavesNothing() throws IOException {
        byte[] octets = Files.readAllBytes(backup().resolve(SEGMENT));
        octets[30] ^= 1; // the header of the journal file, and a list that says that this is right
        Files.write(backup().resolve(SEGMENT), octets);
        seal(0, SEGMENT);
        assertThatThrownBy(this::restore)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the backup cannot be restored into " + data());
        assertThat(data()).isEmptyDirectory();

        octets[30] ^= 1;
        Files.write(backup().resolve(SEGMENT), octets);
        seal(64, SEGMENT);
        assertThatThrownBy(this::restore).hasMessageContaining("ends at position 0, not at 64");
        assertThat(data()).isEmptyDirectory();
        seal(0, SEGMENT);
        assertThat(restore().epoch()).isEqualTo(5);
    }

    @Test
    void aListThatNamesFilesElsewhereIsRefused() throws IOException {
        Files.writeString(folder.resolve("diary.txt"), "Dear diary");
        seal(0, SEGMENT, "../diary.txt");
        assertThatThrownBy(this::restore)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("names the file ../diary.txt, which no backup has");
    }
}

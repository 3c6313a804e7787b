package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.journal.JournalException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path temp;

    private DataFolder open() {
        return DataFolder.open(temp.resolve("data"), "node-1", 3);
    }

    /** Holds the folder until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (DataFolder folder = DataFolder.open(Path.of(args[0]), "node-1", 3)) {
                folder.markRunning();
                System.out.println("holding " + folder.path());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    @Test
    void isCleanOnlyAfterACleanStop() {
        try (DataFolder folder = open()) {
            assertThat(folder.isClean()).isFalse();
            assertThatThrownBy(folder::markClean).isInstanceOf(IllegalStateException.class);
            folder.markRunning();
            folder.markClean();
        }
        try (DataFolder folder = open()) {
            assertThat(folder.isClean()).isTrue();
        }
        try (DataFolder folder = open()) {
            assertThat(folder.isClean())
                    .as("a start that gave up has touched nothing")
                    .isTrue();
            folder.markRunning();
        }
        try (DataFolder folder = open()) {
            assertThat(folder.isClean()).isFalse();
            assertThat(folder.shards()).isEqualTo(3);
            assertThat(folder.node()).isEqualTo("node-1");
            assertThat(folder.journalFolder(2)).isEqualTo(temp.resolve("data/shard-2/journal"));
            assertThat(folder.storeFolder(0)).isEqualTo(temp.resolve("data/shard-0/store"));
        }
    }

    @Test
    void isRefusedToASecondProcess() throws Exception {
        Path path = temp.resolve("data");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("holding " + path);
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("in use by another process");
            holder.destroyForcibly();
            assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            holder.destroyForcibly();
        }
        try (DataFolder folder = open()) {
            assertThat(folder.isClean()).as("it was killed").isFalse();
        }
    }

    @Test
    void isRefusedToASecondUserInTheSameProcess() {
        try (DataFolder folder = open()) {
            assertThat(folder.isClean()).isFalse();
            assertThatThrownBy(this::open).hasMessageContaining("in use");
        }
    }

    @Test
    void refusesWhatItWasNotMadeFor() throws IOException {
        open().close();
        Path path = temp.resolve("data");
        assertThatThrownBy(() -> DataFolder.open(path, "node-1", 2))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("shards 3, not 2");
        assertThatThrownBy(() -> DataFolder.open(path, "node-2", 3)).hasMessageContaining("node node-1, not node-2");
        Path file = path.resolve("ocs.properties");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("format-version=1", "format-version=2"));
        assertThatThrownBy(this::open).hasMessageContaining("format-version 2, not 1");
        Files.writeString(file, "");
        assertThatThrownBy(this::open).hasMessageContaining("format-version null");
        Files.delete(file);
        Files.createDirectories(path.resolve("shard-0"));
        assertThatThrownBy(this::open).hasMessageContaining("no ocs.properties");
        Files.writeString(file, text);
        open().close();
    }

    @Test
    void saysThatAFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(temp.resolve("data"), "a file where the folder should be");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("writable");
    }

    @Test
    void anEmptyFolderIsReservedForWhoeverFillsIt() throws IOException {
        Path data = temp.resolve("data");
        try (Closeable reserved = DataFolder.reserve(data)) {
            assertThat(reserved).isNotNull();
            assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("is in use");
            assertThatThrownBy(() -> DataFolder.reserve(data))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is in use");
        }
        open().close();
        assertThatThrownBy(() -> DataFolder.reserve(data))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is not empty (there is ocs.properties in it)");
    }

    @Test
    void aBackupIsNoDataFolder() throws IOException {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.writeString(data.resolve("backup.json"), "{}");
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("is a backup");
        assertThat(data.resolve("ocs.lock")).doesNotExist();
    }
}

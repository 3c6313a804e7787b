package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a backup or a restore that cannot be is refused with one line that says what to do, and no octet is changed anywhere. */
@ExtendWith(SharedDatabase.class)
class BadBackupTest {
    private static final String SEGMENT = "shard-0/journal/segment-0000000000000001.journal";

    @TempDir
    private static Path kept;

    private static Map<String, String> refusedByServer;

    @TempDir
    private Path folder;

    private final Ocs ocs = new Ocs();

    /** A sound backup, and what the server says to those that it does not take. */
    @BeforeAll
    static void prepare(SharedDatabase.Server database) throws Exception {
        refusedByServer = new TreeMap<>();
        Path data = kept.resolve("data");
        try (ServerUnderTest server = ServerUnderTest.start(data, "database.url=" + database.newDatabase())) {
            server.createPrepaid("10.00EUR", 491700700000L, 50);
            String admin = "http://127.0.0.1:" + server.http().getPort();
            Ocs ocs = new Ocs();
            assertThat(ocs.run("backup", kept.resolve("backup").toString(), "--admin", admin))
                    .as(ocs.toString())
                    .isZero();
            assertThat(ocs.out()).contains("Restore it with: ocs restore " + kept.resolve("backup"), "All equal.");
            Files.writeString(Files.createDirectory(kept.resolve("filled")).resolve("diary.txt"), "Dear diary");
            for (String name : List.of("backup", "filled", "data/backup", "filled/diary.txt")) {
                assertThat(ocs.run("backup", kept.resolve(name).toString(), "--admin", admin))
                        .isEqualTo(1);
                refusedByServer.put(name, ocs.err());
            }
            assertThat(ocs.run("restore", kept.resolve("backup").toString(), "--data", data.toString()))
                    .isEqualTo(1);
            refusedByServer.put("restore beside it", ocs.err());
        }
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> all = Files.walk(kept.resolve("backup"))) {
            for (Path path : all.toList()) {
                Files.copy(path, backup().resolve(kept.resolve("backup").relativize(path)));
            }
        }
    }

    private Path backup() {
        return folder.resolve("backup");
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Restores, which is refused. @return the one line */
    private String refused(String... options) throws IOException {
        Map<String, Integer> before = octets();
        List<String> words = new ArrayList<>(List.of("restore", backup().toString(), "--data", data().toString()));
        words.addAll(List.of(options));
        assertThat(ocs.run(words.toArray(String[]::new))).as(ocs.toString()).isEqualTo(1);
        assertThat(ocs.err().lines()).as(ocs.err()).hasSize(1);
        assertThat(ocs.out()).isEmpty();
        assertThat(octets()).as("what is in the folders").isEqualTo(before);
        return ocs.err();
    }

    /** Hashes of all files, by name; a lock file holds nothing. */
    private Map<String, Integer> octets() throws IOException {
        Map<String, Integer> octets = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                if (!path.endsWith("ocs.lock")) {
                    octets.put(folder.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
                }
            }
        }
        return octets;
    }

    private void edit(String name, String from, String to) throws IOException {
        Path file = backup().resolve(name);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void aSoundOneIsTaken() throws IOException {
        assertThat(ocs.run("restore", backup().toString(), "--data", data().toString(), "--output", "json"))
                .as(ocs.toString())
                .isZero();
        assertThat(ocs.out()).contains("\"equal\" : true", "\"newEpoch\" : ");
        assertThat(refused()).contains("data folder " + data() + " is not empty", "name another with --data DIR");
    }

    @Test
    void aFolderWithAnythingInItIsNotRestoredInto() throws IOException {
        Files.writeString(Files.createDirectory(data()).resolve("diary.txt"), "Dear diary");
        assertThat(refused()).contains("is not empty (there is diary.txt in it): move it away");
        assertThat(data().resolve("ocs.lock")).doesNotExist();
    }

    @Test
    void aFolderThatAServerUsesIsNotRestoredInto() throws IOException {
        assertThat(refusedByServer.get("restore beside it"))
                .contains("data folder " + kept.resolve("data") + " is in use");
        Files.createDirectory(data());
        try (FileChannel other =
                FileChannel.open(data().resolve("ocs.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();
            assertThat(refused()).contains("data folder " + data() + " is in use by another process");
        }
    }

    @Test
    void anInterruptedOneIsNoBackup() throws IOException {
        Files.delete(backup().resolve("backup.json"));
        assertThat(refused()).contains(backup() + " is no backup", "take one anew if this one was interrupted");
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        edit("backup.json", "\"formatVersion\" : 1", "\"formatVersion\" : 9");
        assertThat(refused()).contains("backup.json is of format version 9, this program reads version 1");
    }

    @Test
    void aListEditedByHandIsSeen() throws IOException {
        edit("backup.json", "\"cdrRecord\" : ", "\"cdrRecord\" : 1");
        assertThat(refused()).contains("backup.json was changed after it was written");
    }

    @Test
    void aListThatIsCutShortIsSeen() throws IOException {
        Path list = backup().resolve("backup.json");
        Files.writeString(list, Files.readString(list).substring(0, 300));
        assertThat(refused()).contains("backup.json is cut short or no list of a backup");
    }

    @Test
    void aFileThatIsMissingCutShortOrChangedIsNamed() throws IOException {
        byte[] sound = Files.readAllBytes(backup().resolve(SEGMENT));
        Files.delete(backup().resolve(SEGMENT));
        assertThat(refused()).contains("backup file " + backup().resolve(SEGMENT) + " is missing");
        Files.write(backup().resolve(SEGMENT), Arrays.copyOf(sound, 5_000));
        assertThat(refused()).contains(SEGMENT + " has 5000 octets instead of " + sound.length);
        sound[6_000] ^= 1;
        Files.write(backup().resolve(SEGMENT), sound);
        assertThat(refused()).contains(SEGMENT + " is not what was written: its SHA-256 is another one");
        assertThat(data()).as("nothing is left").isEmptyDirectory();
    }

    @Test
    void anotherNodeOrNumberOfShardsIsNamed() throws IOException {
        assertThat(refused("--set", "node=ocs7"))
                .contains("is a backup of node ocs1, the configuration says ocs7: set node to ocs1");
        assertThat(refused("--set", "shards=3")).contains("has 1 shards, the configuration says 3: set shards to 1");
    }

    @Test
    void noServerRunsOnABackup() throws IOException {
        Map<String, Integer> before = octets();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> ServerUnderTest.start(backup()).close()))
                .hasMessageContaining("data folder " + backup() + " is a backup, which no server may change");
        assertThat(octets()).isEqualTo(before);
    }

    @Test
    void theServerTakesNoneIntoAFolderWithSomethingInItOrItsOwn() {
        assertThat(refusedByServer.get("backup")).contains(kept.resolve("backup") + " is not empty");
        assertThat(refusedByServer.get("filled"))
                .contains("is not empty: name a new or an empty folder; if it holds an interrupted backup, delete it");
        assertThat(refusedByServer.get("filled/diary.txt")).contains("is a file: name a new or an empty folder");
        assertThat(refusedByServer.get("data/backup")).contains("is in the data folder, with which it would be lost");
        assertThat(kept.resolve("data/backup")).doesNotExist();
        assertThat(ocs.run("backup")).isEqualTo(2);
        assertThat(ocs.run("restore")).isEqualTo(2);
    }
}

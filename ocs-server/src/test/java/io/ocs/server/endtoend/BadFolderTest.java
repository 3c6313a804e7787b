package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.Main;
import io.ocs.server.assembly.OcsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/** Goal: {@code ocs run} on a folder that it cannot use says in one line what is wrong, exits with 1, and changes no octet of it. */
@ExtendWith(SharedDatabase.class)
class BadFolderTest {
    @TempDir
    private static Path kept;

    private static String url;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    /** A folder with something in it, left by a server that was stopped cleanly; journals only, as images are large. */
    @BeforeAll
    static void prepare(SharedDatabase.Server database) throws Exception {
        url = "database.url=" + database.newDatabase();
        try (ServerUnderTest server = ServerUnderTest.start(kept, url)) {
            server.createPrepaid("10.00EUR", 491700700000L, 50);
        }
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> all = Files.walk(kept)) {
            for (Path path : all.filter(
                            path -> !kept.relativize(path).toString().contains("store"))
                    .toList()) {
                Path target = folder.resolve(kept.relativize(path));
                if (!Files.exists(target)) {
                    Files.copy(path, target);
                }
            }
        }
        Files.deleteIfExists(folder.resolve("clean-stop")); // the image was not copied
    }

    private Path segment() {
        return folder.resolve("shard-0/journal/segment-0000000000000001.journal");
    }

    /** Runs and is refused. @return the one line on stderr */
    private String refused() throws IOException {
        Map<String, Integer> before = octets();
        List<String> words = new ArrayList<>(List.of("run", "--data", folder.toString()));
        String catalog = "catalog.directory=" + Path.of(System.getProperty("ocs.root"), "config", "catalog");
        for (String setting : ServerUnderTest.arguments(url, catalog)) {
            words.addAll(List.of("--set", setting));
        }
        int exit = Main.commandLine(config -> {
                    try (OcsServer server = OcsServer.start(config)) {
                        throw new AssertionError("it starts: " + server.ready().text());
                    }
                })
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isEqualTo(1);
        assertThat(err.toString().lines()).as("one line").hasSize(1);
        assertThat(octets()).as("what is in the folder").isEqualTo(before);
        return err.toString();
    }

    /** Hashes of all files, by name; the lock file may come into being, it holds nothing. */
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

    @Test
    void anotherVersionIsNamedWithTheOneThatIsWanted() throws IOException {
        Path properties = folder.resolve("ocs.properties");
        Files.writeString(properties, Files.readString(properties).replace("format-version=1", "format-version=9"));
        assertThat(refused())
                .contains(
                        folder.toString(), "was made with format-version 9, not 1", "start the version of the program");
    }

    @Test
    void propertiesThatAreCutOffAreNamed() throws IOException {
        Files.writeString(folder.resolve("ocs.properties"), "format-version=1\nnode=oc");
        assertThat(refused()).contains("ocs.properties");
    }

    @Test
    void aSegmentOfAnotherVersionIsNamed() throws IOException {
        byte[] octets = Files.readAllBytes(segment());
        octets[8] = 9;
        Files.write(segment(), octets);
        assertThat(refused()).contains("segment-0000000000000001.journal");
    }

    @Test
    void aSegmentThatIsCutOffIsNamed() throws IOException {
        byte[] octets = Files.readAllBytes(segment());
        Files.write(segment(), Arrays.copyOf(octets, 1000));
        assertThat(refused()).contains("segment-0000000000000001.journal");
    }

    @Test
    void aForeignFileInThePlaceOfASegmentIsNamed() throws IOException {
        Files.writeString(segment(), "Dear diary, ".repeat(10_000));
        assertThat(refused()).contains("segment-0000000000000001.journal");
    }

    @Test
    void aSegmentOfAnotherShardIsNamed() throws IOException {
        Path wrong = folder.resolve("shard-0/journal/segment-0000000000000001.journal");
        byte[] octets = Files.readAllBytes(wrong);
        octets[12] = 5;
        Files.write(wrong, octets);
        assertThat(refused()).contains("segment-0000000000000001.journal");
    }

    @Test
    void aFolderInUseIsSaid() throws IOException {
        try (FileChannel other =
                FileChannel.open(folder.resolve("ocs.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();
            assertThat(refused()).contains("data folder " + folder + " is in use by another process");
        }
    }

    @Test
    void shardsWithoutPropertiesAreNoNewFolder() throws IOException {
        Files.delete(folder.resolve("ocs.properties"));
        assertThat(refused()).contains("holds shards but no ocs.properties");
    }
}

package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a server that is gone, killed under load some time after a backup was taken under load, goes on from that backup: balances are those of the
 * backup's instant to the last micro, the books close, and no charging data record's key is given twice.
 */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BALANCE = "1000.00EUR";
    private static final int ANSWERS_BEFORE = 5_000;
    private static final int ANSWERS_AFTER = 1_000;
    private static final int REST_MS = 20;
    private static final String[] SMALL = {
        "shards=2", "snapshot.interval=1s", "snapshot.journal-max=1MiB", "cdr.rotate-age=1s"
    };

    private final long seed = Seeds.seed();
    private final Ocs ocs = new Ocs();

    @TempDir
    private static Path folder;

    private SharedDatabase.Server databases;
    private String[] places;
    private List<String> numbers;
    private String takenAs;
    private JsonNode backup;

    /** Takes the backup that the tests restore, and kills its server. */
    @BeforeAll
    void takeAndKill(SharedDatabase.Server database) throws Exception {
        System.out.println("BackupTest: seed " + seed);
        databases = database;
        Path data = folder.resolve("lost");
        places = settings("database.url=" + database.newDatabase(), "cdr.directory=" + folder.resolve("cdr"));
        try (ServerUnderTest server = ServerUnderTest.start(data, places)) {
            numbers = server.createPrepaid(BALANCE, 491700900000L, 60);
        }
        List<LoadClient> clients = LoadClient.of(numbers.subList(0, 40), 20, new SplittableRandom(seed));
        try (ServerProcess process = ServerProcess.start(data, places)) {
            for (LoadClient client : clients) {
                client.rest(REST_MS);
                client.start(process.diameter());
            }
            ServerUnderTest.await("load", () -> answers(clients) > ANSWERS_BEFORE && isReleased(data));
            int exit =
                    ocs.run("backup", backupFolder().toString(), "--admin", admin(process.http()), "--output", "json");
            assertThat(exit).as(ocs.toString()).isZero();
            takenAs = ocs.out();
            backup = JSON.readTree(takenAs);
            long then = answers(clients);
            ServerUnderTest.await("more load", () -> answers(clients) > then + ANSWERS_AFTER);
            ServerUnderTest.await("records of after the backup", this::filesAreBeyondTheBackup);
            process.kill();
        }
        for (LoadClient client : clients) {
            client.await();
        }
    }

    private static long originStateId(Path data) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("origin-state.properties"))) {
            properties.load(reader);
        }
        return Long.parseLong(properties.getProperty("origin-state-id"));
    }

    private static String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(SMALL));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path backupFolder() {
        return folder.resolve("backup");
    }

    private static String admin(InetSocketAddress http) {
        return "http://127.0.0.1:" + http.getPort();
    }

    private static long answers(List<LoadClient> clients) {
        return clients.stream().mapToLong(LoadClient::answers).sum();
    }

    private static boolean isReleased(Path data) {
        return Files.notExists(data.resolve("shard-0/journal/segment-0000000000000001.journal"))
                && Files.notExists(data.resolve("shard-1/journal/segment-0000000000000001.journal"));
    }

    private boolean filesAreBeyondTheBackup() {
        try {
            for (JsonNode shard : backup.path("shards")) {
                long newest = 0;
                for (Path manifest :
                        manifests(folder.resolve("cdr"), shard.path("shard").asInt())) {
                    if (!isClosed(manifest)) {
                        continue;
                    }
                    newest = Math.max(
                            newest,
                            JSON.readTree(Files.readString(manifest))
                                    .path("positionTo")
                                    .asLong());
                }
                if (newest <= shard.path("position").asLong()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A manifest stands before its files have their names: a kill just then leaves it alone. */
    private static boolean isClosed(Path manifest) {
        String name = manifest.getFileName().toString().replace(".manifest.json", "");
        return Files.exists(manifest.resolveSibling(name + ".csv"))
                && Files.exists(manifest.resolveSibling(name + ".jsonl"));
    }

    private static List<Path> manifests(Path cdrs, int shard) throws IOException {
        try (Stream<Path> files = Files.list(cdrs)) {
            return files.filter(file ->
                            file.getFileName().toString().matches(".*-\\d+-" + shard + "-\\d+-\\d+\\.manifest\\.json"))
                    .toList();
        }
    }

    /** Runs a command on a data folder with these settings. @return exit code */
    private int on(Path data, String[] settings, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--data", data.toString()));
        for (String setting : settings) {
            words.addAll(List.of("--set", setting));
        }
        return ocs.run(words.toArray(String[]::new));
    }

    @Test
    void theBackupSaysWhatItHoldsAndItsBooksClose() {
        assertThat(backup.at("/reconciliation/equal").booleanValue())
                .as(takenAs)
                .isTrue();
        assertThat(backup.path("shards")).hasSize(2);
        for (JsonNode shard : backup.path("shards")) {
            assertThat(shard.path("journalFrom").longValue())
                    .as("released before")
                    .isPositive();
            assertThat(shard.path("snapshot").longValue())
                    .isBetween(
                            shard.path("journalFrom").longValue(),
                            shard.path("position").longValue());
        }
        assertThat(on(backupFolder(), places, "reconcile")).as(ocs.toString()).isZero();
        assertThat(ocs.out())
                .as("with files and table, which have come further")
                .contains("charges in the journal = CSV files", "charges in the journal = table", "All equal.");
        assertThat(ocs.run("reconcile", "--data", backupFolder().toString()))
                .as(ocs.toString())
                .isZero();
        assertThat(ocs.out()).as("by itself").contains("credited = balance + reserved + spent, EUR");
        assertThat(on(backupFolder(), places, "journal", "dump", "--limit", "1"))
                .isZero();
    }

    @Test
    void aServerGoesOnFromItWhereFilesAndTableStillAre() throws Exception {
        Path data = folder.resolve("restored");
        assertThat(on(data, places, "restore", backupFolder().toString()))
                .as(ocs.toString())
                .isZero();
        assertThat(ocs.out()).contains("All equal.", "Restored into " + data);
        assertThat(on(data, places, "reconcile")).as(ocs.toString()).isZero();
        assertThat(ocs.out()).contains("records are of an earlier epoch and behind its end", "All equal.");
        Path restored = data.resolve("restored.json");
        Files.move(restored, folder.resolve("restored.json"));
        assertThat(on(data, places, "reconcile")).as("lost without a restore").isEqualTo(1);
        assertThat(ocs.out()).contains("but not in the journal");
        Files.move(folder.resolve("restored.json"), restored);

        Map<String, Long> charged = new HashMap<>();
        try (ServerUnderTest server = ServerUnderTest.start(data, places)) {
            for (String number : numbers) {
                charged.put(number, ServerUnderTest.chargedMicros(server.subscriber(number)));
            }
            load(server);
            server.awaitRecords();
        }
        assertThat(originStateId(data)).as("sessions are lost").isGreaterThan(originStateId(folder.resolve("lost")));
        assertThat(on(data, places, "reconcile")).as(ocs.toString()).isZero();

        String url = places[SMALL.length].substring("database.url=".length());
        NavigableSet<String> keys = keysOfFiles(folder.resolve("cdr"));
        NavigableSet<String> rows = keysOfTable(url);
        int epoch = keys.stream().mapToInt(BackupTest::epochOf).max().orElseThrow();
        assertThat(epoch).isGreaterThan(1);
        for (int shard = 0; shard < 2; shard++) {
            NavigableSet<Long> before = numbersOf(keys, 1, shard);
            NavigableSet<Long> after = numbersOf(keys, epoch, shard);
            assertThat(before.last())
                    .as("numbers given in both lives of shard %d", shard)
                    .isGreaterThanOrEqualTo(after.first());
            assertThat(after).as("dense").hasSize((int) (after.last() - after.first() + 1));
            removeBeforeTheBackup(charged, shard, after.first());
            assertThat(before.tailSet(after.first())).as("lost").isNotEmpty();
            removeLost(keys, shard, before.tailSet(after.first()));
            removeLost(rows, shard, numbersOf(rows, 1, shard).tailSet(after.first()));
        }
        assertThat(rows).as("files and table but for what was lost").isEqualTo(keys);
        assertThat(charged.values())
                .as("charged at the instant of the backup, seed %d", seed)
                .containsOnly(0L);
        assertThat(ocs.run("cdr", "verify", folder.resolve("cdr").toString()))
                .as(ocs.toString())
                .isZero();
    }

    /** Takes from each sum what the files say was charged before the backup. */
    private void removeBeforeTheBackup(Map<String, Long> charged, int shard, long firstAfter) throws IOException {
        for (JsonNode record : records(folder.resolve("cdr"))) {
            if (record.path("record_type").asText().equals("USAGE")
                    && record.path("epoch").asInt() == 1
                    && record.path("shard").asInt() == shard
                    && record.path("record_number").asLong() < firstAfter) {
                charged.merge(
                        record.path("subscription_e164").asText(),
                        -record.path("charged_micros").asLong(),
                        Long::sum);
            }
        }
    }

    /** Of what was charged after the backup, the killed server had brought more to the table than to closed files, or less. */
    private static void removeLost(NavigableSet<String> keys, int shard, Set<Long> lost) {
        lost.forEach(number -> keys.remove("1-" + shard + "-" + number));
    }

    /** On another machine, where neither files nor table are: they begin with the backup, and so do the books. */
    @Test
    void aServerGoesOnFromItWherePlacesOfRecordsAreNew() throws Exception {
        Path data = folder.resolve("elsewhere");
        String[] fresh = settings("database.url=" + databases.newDatabase());
        assertThat(on(data, fresh, "restore", backupFolder().toString()))
                .as(ocs.toString())
                .isZero();
        assertThat(on(data, fresh, "reconcile")).as(ocs.toString()).isZero();
        try (ServerUnderTest server = ServerUnderTest.start(data, fresh)) {
            load(server);
            server.awaitRecords();
        }
        assertThat(on(data, fresh, "reconcile")).as(ocs.toString()).isZero();
        assertThat(ocs.out()).doesNotContain("not delivered yet", "behind its end");
        NavigableSet<String> keys = keysOfFiles(data.resolve("cdr"));
        assertThat(keys).isNotEmpty();
        assertThat(keysOfTable(fresh[SMALL.length].substring("database.url=".length())))
                .as("files and table")
                .isEqualTo(keys);
        for (int shard = 0; shard < 2; shard++) {
            assertThat(numbersOf(keys, 1, shard))
                    .as("the backup has a state, not all records")
                    .doesNotContain(1L);
        }
        assertThat(on(data, fresh, "restore", backupFolder().toString())).isEqualTo(1);
        assertThat(ocs.err()).contains("is not empty");
    }

    /** Sessions of subscribers that had none before. */
    private void load(ServerUnderTest server) throws Exception {
        List<LoadClient> clients = LoadClient.of(numbers.subList(40, 60), 20, new SplittableRandom(seed + 1));
        for (LoadClient client : clients) {
            client.start(server.diameter());
        }
        ServerUnderTest.await("load after the restore", () -> answers(clients) > ANSWERS_AFTER);
        for (LoadClient client : clients) {
            client.stop();
        }
        for (LoadClient client : clients) {
            client.await();
        }
    }

    private static List<JsonNode> records(Path cdrs) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(cdrs)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    records.add(JSON.readTree(line));
                }
            }
        }
        return records;
    }

    private static NavigableSet<String> keysOfFiles(Path cdrs) throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        for (JsonNode record : records(cdrs)) {
            String key =
                    record.path("epoch").asText() + "-" + record.path("shard").asText() + "-"
                            + record.path("record_number").asText();
            assertThat(keys.add(key)).as("key %s given once", key).isTrue();
        }
        return keys;
    }

    private static NavigableSet<String> keysOfTable(String url) throws SQLException {
        TreeSet<String> keys = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT epoch, shard, record_number FROM cdr")) {
            while (rows.next()) {
                keys.add(rows.getInt(1) + "-" + rows.getInt(2) + "-" + rows.getLong(3));
            }
        }
        return keys;
    }

    private static int epochOf(String key) {
        return Integer.parseInt(key.substring(0, key.indexOf('-')));
    }

    private static NavigableSet<Long> numbersOf(NavigableSet<String> keys, int epoch, int shard) {
        String prefix = epoch + "-" + shard + "-";
        TreeSet<Long> found = new TreeSet<>();
        keys.stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> found.add(Long.parseLong(key.substring(prefix.length()))));
        return found;
    }
}

package io.ocs.cdr.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.cdr.file.ClosedCdrFiles;
import io.ocs.cdr.format.FormatReaders;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: files and tables that an earlier version of the program has left are what they were: read, verified, loaded and migrated. The files are those that
 * format version 1 has written.
 */
class OlderFormatTest {

    private static final Path FILES =
            Path.of(System.getProperty("ocs.root", ".."), "ocs-cdr/src/test/resources/io/ocs/cdr/v1");

    @TempDir
    static Path serverFolder;

    private static Billing billing;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() throws IOException {
        billing = new Billing(serverFolder.resolve("postgresql"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        billing.close();
    }

    @BeforeEach
    void copyFiles() throws IOException, SQLException {
        billing.drop();
        billing.create();
        for (Path file : files("")) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static long end() throws IOException {
        List<Path> manifests = files(".manifest.json");
        return new ObjectMapper()
                .readTree(manifests.get(manifests.size() - 1).toFile())
                .get("positionTo")
                .longValue();
    }

    private CdrDatabaseSink sink() {
        return new CdrDatabaseSink(
                billing.database(), "ocs-1", 0, CdrDatabaseConfig.DEFAULT, new ClosedCdrFiles(folder, "ocs-1", 0));
    }

    private void load() throws IOException {
        CdrDatabaseSink sink = sink();
        try {
            sink.open();
            assertThat(sink.catchUp(new Released(end()))).isEqualTo(end());
        } finally {
            sink.close();
        }
    }

    @Test
    void filesAreFoundToBeWhatTheirManifestsSay() throws IOException {
        CdrReport report = CdrFileVerifier.verify(folder);
        assertThat(report.problems()).isEmpty();
        assertThat(report.sums().count()).isPositive();
    }

    @Test
    void allFormatsSayTheSame() throws IOException {
        List<Map<String, Object>> csv = new ArrayList<>();
        for (Path file : files(".csv")) {
            csv.addAll(FormatReaders.csv(file));
        }
        assertThat(csv).isNotEmpty().noneMatch(record -> record.containsKey("catalog_version"));
        List<Map<String, Object>> others = new ArrayList<>();
        for (Path file : files(".jsonl")) {
            others.addAll(FormatReaders.jsonLines(file));
        }
        assertThat(others).isEqualTo(csv);
        others.clear();
        for (Path file : files(".parquet")) {
            others.addAll(FormatReaders.parquet(file));
        }
        assertThat(others).isEqualTo(csv);
        others.clear();
        for (Path file : files(".cdr")) {
            others.addAll(FormatReaders.ber(file));
        }
        assertThat(others).isEqualTo(csv);
    }

    @Test
    void filesAreLoadedByTheirOwnColumns() throws IOException, SQLException {
        load();
        CdrReport rows = CdrDatabaseVerifier.verify(billing.database());
        assertThat(rows.problems()).isEmpty();
        assertThat(rows.sums()).isEqualTo(CdrFileVerifier.verify(folder).sums());
        assertThat(billing.ask("SELECT count(*) FROM cdr WHERE direction IS NOT NULL OR qos_class IS NOT NULL"
                        + " OR catalog_version IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void aRecordThatIsThereByAnotherVersionIsTheSameUnlessWhatBothHaveDiffers() throws IOException, SQLException {
        load();
        String count = billing.ask("SELECT count(*) FROM cdr");
        billing.execute("UPDATE cdr SET direction = 'ORIGINATING', qos_class = 9, catalog_version = 3,"
                + " content_hash = gen_random_uuid()");
        fromTheBeginning();
        load();
        assertThat(billing.ask("SELECT count(*) FROM cdr WHERE qos_class = 9")).isEqualTo(count);
        billing.execute("UPDATE cdr SET account_id = account_id + 1, content_hash = gen_random_uuid()"
                + " WHERE record_number = 2");
        fromTheBeginning();
        assertThatThrownBy(this::load).isInstanceOf(CdrSinkException.class).hasMessageContaining("record number 2");
    }

    private static void fromTheBeginning() throws SQLException {
        billing.execute("UPDATE cdr_position SET position = 0, epoch = 0, record_number = 0");
    }

    @Test
    void aTableOfTheFirstVersionIsMigratedWithItsRows() throws IOException, SQLException {
        String first =
                new String(CdrSchema.class.getResourceAsStream("schema-1.sql").readAllBytes(), UTF_8);
        billing.execute(first);
        billing.execute(
                "CREATE TABLE cdr_schema (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());"
                        + " INSERT INTO cdr_schema (version) VALUES (1);"
                        + " INSERT INTO cdr (epoch, shard, record_number, record_type, node, received_at, account_id, subscriber_id,"
                        + " cause_for_record_closing, content_hash) VALUES (1, 7, 1, 'USAGE', 'ocs-1', now(), 1, 1, 'EVENT',"
                        + " gen_random_uuid())");
        try (Connection connection = billing.database().connect()) {
            connection.setAutoCommit(false);
            CdrSchema.migrate(connection);
            CdrSchema.migrate(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE cdr SET direction = 'TERMINATING', qos_class = 5, catalog_version = 1");
            }
            connection.commit();
        }
        assertThat(billing.ask("SELECT string_agg(version::text, ' ' ORDER BY version) FROM cdr_schema"))
                .isEqualTo("1 2");
        assertThat(billing.ask("SELECT count(*) FROM cdr WHERE qos_class = 5")).isEqualTo("1");
        load();
    }

    /** A journal that has let go of all that is in closed files. */
    private record Released(long committedPosition) implements Journal {

        @Override
        public long firstPosition() {
            return committedPosition;
        }

        @Override
        public int epoch() {
            return 1;
        }

        @Override
        public long epochEnd(int earlier) {
            return Long.MAX_VALUE;
        }

        @Override
        public Commit commit(JournalBatch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public JournalReader read(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}

package io.ocs.cdr.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import io.ocs.cdr.RecordingSink;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileFormat;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.cdr.record.CdrSums;
import io.ocs.cdr.record.CdrSums.MoneySum;
import io.ocs.cdr.record.Journaled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what was journaled is what anybody reads from any format who knows its published schema, field by field, and adds up to the same. */
class FormatsRoundTripTest {

    private static final int BATCHES = 400;
    private static final int RECORDS_MAX = 150;

    private interface Reader {
        List<Map<String, Object>> read(Path file) throws IOException;
    }

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();

    private List<Map<String, Object>> journaled() {
        RecordingSink<Map<String, Object>> sink = new RecordingSink<>(Journaled::of);
        try (CdrProjector projector = new CdrProjector("ocs-1", 0, journal, sink, clock)) {
            ProjectorCycles.untilIdle(projector);
        }
        return sink.records();
    }

    private void writeFiles() {
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(CdrFileFormat.values()),
                1L << 30,
                RECORDS_MAX,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        try (CdrProjector projector = new CdrProjector("ocs-1", 0, journal, new CdrFileSink(config, 0, clock), clock)) {
            ProjectorCycles.untilIdle(projector);
        }
    }

    private List<Map<String, Object>> read(CdrFileFormat format, Reader reader) throws IOException {
        List<Map<String, Object>> records = new ArrayList<>();
        for (JsonNode manifest : manifests()) {
            for (JsonNode file : manifest.get("files")) {
                if (file.get("name").textValue().endsWith("." + format.extension())) {
                    records.addAll(reader.read(folder.resolve(file.get("name").textValue())));
                }
            }
        }
        return records;
    }

    private List<JsonNode> manifests() throws IOException {
        List<JsonNode> manifests = new ArrayList<>();
        try (Stream<Path> names = Files.list(folder)) {
            for (Path path : names.filter(name -> name.toString().endsWith(".manifest.json"))
                    .toList()) {
                manifests.add(new ObjectMapper().readTree(path.toFile()));
            }
        }
        manifests.sort(
                Comparator.comparingLong(manifest -> manifest.get("first").longValue()));
        return manifests;
    }

    private static CdrSums sums(List<Map<String, Object>> records) {
        CdrSums sums = CdrSums.NONE;
        for (Map<String, Object> record : records) {
            boolean usage = record.get("record_type").equals("USAGE");
            String unit = (String) record.get(usage ? "charged_unit" : "bucket_unit");
            long units = (Long) record.get(usage ? "charged_units" : "bucket_amount");
            long charged = usage ? (Long) record.get("charged_micros") : 0;
            long bucket = !usage && unit.equals("MONEY") ? units : 0;
            TreeMap<String, MoneySum> money = new TreeMap<>();
            money.put((String) record.get("currency"), new MoneySum(charged, bucket));
            TreeMap<String, Long> byUnit = new TreeMap<>();
            if (!unit.equals("MONEY")) {
                byUnit.put(unit, units);
            }
            TreeMap<String, Long> none = new TreeMap<>();
            sums = sums.plus(new CdrSums(1, money, usage ? byUnit : none, usage ? none : byUnit));
        }
        return sums;
    }

    @Test
    void everyFormatSaysWhatWasJournaled() throws IOException {
        long seed = RandomRecords.seed();
        RandomRecords random = new RandomRecords(seed);
        random.commitBatches(journal, BATCHES);
        List<Map<String, Object>> journaled = journaled();
        writeFiles();
        Map<CdrFileFormat, Reader> readers = Map.of(
                CdrFileFormat.CSV,
                FormatReaders::csv,
                CdrFileFormat.JSONL,
                FormatReaders::jsonLines,
                CdrFileFormat.ASN1,
                FormatReaders::ber,
                CdrFileFormat.PARQUET,
                FormatReaders::parquet);
        assertThat(readers).containsOnlyKeys(CdrFileFormat.values());
        for (Map.Entry<CdrFileFormat, Reader> each : readers.entrySet()) {
            List<Map<String, Object>> records = read(each.getKey(), each.getValue());
            assertThat(records).as("%s, seed %d", each.getKey(), seed).hasSameSizeAs(journaled);
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i))
                        .as("record %d in %s, seed %d", i + 1, each.getKey(), seed)
                        .isEqualTo(journaled.get(i));
            }
            assertThat(sums(records)).as("%s, seed %d", each.getKey(), seed).isEqualTo(random.sums());
        }
        CdrReport report = CdrFileVerifier.verify(folder);
        assertThat(report.problems()).as("seed %d", seed).isEmpty();
        assertThat(report.sums()).isEqualTo(random.sums());
        assertCovers(journaled, seed);
    }

    @Test
    void eachLineIsAsTheJsonSchemaSays() throws IOException {
        long seed = RandomRecords.seed();
        RandomRecords random = new RandomRecords(seed);
        random.commitBatches(journal, 60);
        writeFiles();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(PublishedSchema.file("cdr-v" + PublishedSchema.VERSION + ".schema.json")));
        int lines = 0;
        for (JsonNode manifest : manifests()) {
            for (String line : Files.readAllLines(
                    folder.resolve(manifest.get("files").get(1).get("name").textValue()))) {
                assertThat(schema.validate(line, InputFormat.JSON))
                        .as("%s, seed %d", line, seed)
                        .isEmpty();
                lines++;
            }
        }
        assertThat(lines).isEqualTo((int) random.records());
        assertThat(schema.validate("{\"epoch\":1}", InputFormat.JSON)).isNotEmpty();
    }

    /** Every field had a value and had none where it may have none; the ends of 64 bits and negative charges came. */
    private static void assertCovers(List<Map<String, Object>> journaled, long seed) throws IOException {
        Set<String> seen = new HashSet<>();
        boolean[] found = new boolean[4];
        for (Map<String, Object> record : journaled) {
            seen.addAll(record.keySet());
            found[0] |= record.containsValue(Long.MAX_VALUE);
            found[1] |= record.containsValue(Long.MIN_VALUE);
            found[2] |= record.get("charged_micros") instanceof Long micros && micros < 0;
            found[3] |= record.toString().contains("\uFFFD");
        }
        assertThat(seen)
                .as("seed %d", seed)
                .containsAll(PublishedSchema.columns().keySet());
        assertThat(found).as("seed %d", seed).containsOnly(true);
        for (String column : List.of(
                "called_party",
                "rat_type",
                "last_usage_at",
                "requested_action",
                "bucket_id",
                "direction",
                "qos_class",
                "catalog_version")) {
            assertThat(journaled).as("%s, seed %d", column, seed).anyMatch(record -> !record.containsKey(column));
        }
    }
}

package io.ocs.cdr.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Goal: what is published of the formats is what they are. {@code -Drewrite-docs=true} writes the files anew. */
class SchemaFilesTest {

    private static final Path FOLDER = Path.of(System.getProperty("ocs.root", ".."), "docs/schema");
    private static final boolean REWRITE = Boolean.getBoolean("rewrite-docs");

    private static void check(String ending, String schema) throws IOException {
        Path file = FOLDER.resolve("cdr-v" + CdrField.FORMAT_VERSION + ending);
        if (REWRITE) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, schema);
        }
        assertThat(file)
                .as(
                        "to write it anew: mvn -pl ocs-cdr -am -Dtest=SchemaFilesTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Drewrite-docs=true test")
                .exists()
                .hasContent(schema);
    }

    @Test
    void columnsOfCsv() throws IOException {
        check(".columns.csv", Schemas.columns());
    }

    /** What was published of a version stays: files of it are still read by it. */
    @Test
    void columnsOfEarlierVersionsAreWhatTheyWere() throws IOException {
        for (int version = 1; version < CdrField.FORMAT_VERSION; version++) {
            List<String> published = Files.readAllLines(FOLDER.resolve("cdr-v" + version + ".columns.csv"));
            List<String> read = CdrField.ofVersion(version).stream()
                    .map(field -> field.key() + "," + field.type().name().toLowerCase(Locale.ROOT))
                    .toList();
            assertThat(published.subList(1, published.size()))
                    .as("version %d", version)
                    .isEqualTo(read);
        }
        assertThatThrownBy(() -> CdrField.ofVersion(CdrField.FORMAT_VERSION + 1))
                .hasMessageContaining("format version " + (CdrField.FORMAT_VERSION + 1));
    }

    @Test
    void schemaOfJsonLines() throws IOException {
        check(".schema.json", Schemas.json());
    }

    @Test
    void schemaOfParquet() throws IOException {
        check(".parquet.txt", Schemas.parquet());
    }

    @Test
    void moduleOfAsn1() throws IOException {
        try (InputStream template = SchemaFilesTest.class.getResourceAsStream("cdr.asn1.template")) {
            check(".asn1", Schemas.asn1(new String(template.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}

package io.ocs.server.charges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in files, as the file sink names them. */
class ClosedFilesTest {
    @TempDir
    Path folder;

    private void file(String name, long closedMs, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(closedMs));
    }

    private static String line(long record, long subscriber) {
        return "{\"epoch\":1,\"shard\":0,\"record_number\":" + record + ",\"subscriber_id\":" + subscriber
                + ",\"reference\":\"\\\"subscriber_id\\\":7,\"}";
    }

    private Stream<Long> found(int shard, long subscriber, int limit) throws IOException {
        return new ChargeFiles(folder)
                .last(shard, subscriber, limit).stream()
                        .map(record -> record.path("record_number").asLong());
    }

    @Test
    void theLastRecordsComeFirst() throws IOException {
        file("ocs1-1-0-1-3.jsonl", 1, line(1, 7), line(2, 8), line(3, 7));
        file("ocs1-1-0-4-5.jsonl", 2, line(4, 7), line(5, 77));
        file("ocs1-1-0-10-11.jsonl", 3, line(10, 7), line(11, 7));
        file("ocs1-1-1-1-1.jsonl", 4, line(1, 7));
        file("ocs1-1-0-12-12.jsonl.open", 5, line(12, 7));

        assertThat(found(0, 7, 4)).containsExactly(11L, 10L, 4L, 3L);
        assertThat(found(0, 8, 4)).containsExactly(2L);
        assertThat(found(2, 7, 4)).isEmpty();
    }

    @Test
    void aLaterEpochIsNewer() throws IOException {
        file("ocs1-2-0-1-1.jsonl", 1, line(1, 7));
        file("ocs1-1-0-900-900.jsonl", 2, line(900, 7));
        assertThat(found(0, 7, 2)).containsExactly(1L, 900L);
    }

    @Test
    void filesAreListedTheNewestFirst() throws IOException {
        file("ocs1-1-0-1-3.csv", 1_000, "x");
        file("ocs1-1-1-1-9.csv", 3_000, "x");
        file("ocs1-1-0-4-9.csv", 2_000, "xyz");
        file("ocs1-1-0-1-3.manifest.json", 4_000, "{}");
        file("ocs1-2_-_5.20260101_-_0000+0000_-_1-1-9.cdr", 500, "x");
        assertThat(ClosedFiles.newest(folder, 9))
                .extracting(ClosedFiles.Closed::name)
                .endsWith("ocs1-2_-_5.20260101_-_0000+0000_-_1-1-9.cdr")
                .hasSize(4);
        assertThat(ClosedFiles.newest(folder, 2))
                .containsExactly(
                        new ClosedFiles.Closed("ocs1-1-1-1-9.csv", 2, 3_000),
                        new ClosedFiles.Closed("ocs1-1-0-4-9.csv", 4, 2_000));
    }

    @Test
    void aFolderThatIsNotThereIsEmpty() throws IOException {
        assertThat(ClosedFiles.newest(folder.resolve("none"), 9)).isEmpty();
        assertThat(new ChargeFiles(folder.resolve("none")).last(0, 7, 9)).isEmpty();
    }
}

package io.ocs.cdr.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a receiver by TS 32.297 sees from name and header how many records a file has, which file of its node it is, and why it was closed. */
class BerFileHeaderTest {

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final RandomRecords records = new RandomRecords(RandomRecords.seed(), true);

    private CdrProjector projector(long recordsMax, long octetsMax) {
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(CdrFileFormat.ASN1),
                octetsMax,
                recordsMax,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        return new CdrProjector("ocs-1", 0, journal, new CdrFileSink(config, 0, clock), clock);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            List<Path> files = new ArrayList<>(
                    names.filter(name -> name.toString().endsWith(".cdr")).toList());
            files.sort((one, other) -> Integer.compare(sequence(one), sequence(other)));
            return files;
        }
    }

    private static int sequence(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(name.indexOf("_-_") + 3, name.indexOf('.')));
    }

    private static ByteBuffer header(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    @Test
    void fieldsAndName() throws IOException {
        CdrProjector projector = projector(1_000, 1 << 30);
        clock.advance(Instant.parse("2026-12-31T23:58:55Z").toEpochMilli() - clock.nowMs());
        records.at(clock.nowMs());
        records.commitBatch(journal, 3);
        ProjectorCycles.untilIdle(projector);
        clock.advance(8_000);
        records.at(clock.nowMs());
        records.commitBatch(journal, 2);
        ProjectorCycles.untilIdle(projector);
        projector.close();

        Path file = files().get(0);
        assertThat(file.getFileName()).hasToString("ocs-1-0_-_1.20261231_-_2359+0000_-_1-1-5.cdr");
        ByteBuffer header = header(file);
        assertThat(header.getInt()).as("file length").isEqualTo((int) Files.size(file));
        assertThat(header.getInt()).as("header length").isEqualTo(78);
        assertThat(header.get() & 0xff)
                .as("high release 16 by the extension, version 11")
                .isEqualTo(0xeb);
        assertThat(header.get() & 0xff).as("low release and version").isEqualTo(0xeb);
        assertThat(header.getInt())
                .as("opened at 12-31 23:58, difference +00:00")
                .isEqualTo(time(12, 31, 23, 58));
        assertThat(header.getInt()).as("last record at 23:59").isEqualTo(time(12, 31, 23, 59));
        assertThat(header.getInt()).as("records").isEqualTo(5);
        assertThat(header.getInt()).as("sequence number").isEqualTo(1);
        assertThat(header.get()).as("closed by the stop").isEqualTo((byte) 4);
        assertThat(header.get(47)).as("no record lost").isZero();
        assertThat(header.getShort(48)).as("no routeing filter").isZero();
        assertThat(header.getShort(50)).as("private extension").isEqualTo((short) 24);
        assertThat(header.get(76)).as("release 16").isEqualTo((byte) 6);
        assertThat(header.get(77)).as("release 16").isEqualTo((byte) 6);
    }

    private static int time(int month, int day, int hour, int minute) {
        return Integer.parseUnsignedInt(
                bits(month, 4) + bits(day, 5) + bits(hour, 5) + bits(minute, 6) + "1" + bits(0, 5) + bits(0, 6), 2);
    }

    private static String bits(int value, int count) {
        return String.format("%" + count + "s", Integer.toBinaryString(value)).replace(' ', '0');
    }

    /** One file for each reason, in one chain of sequence numbers over restarts. */
    @Test
    void reasonsForClosing() throws IOException {
        CdrProjector projector = projector(4, 1 << 30);
        records.commitBatch(journal, 4);
        ProjectorCycles.untilIdle(projector); // number of records
        records.commitBatch(journal, 1);
        ProjectorCycles.untilIdle(projector);
        clock.advance(10_000);
        ProjectorCycles.untilIdle(projector); // age
        records.commitBatch(journal, 1);
        ProjectorCycles.untilIdle(projector);
        projector.flush();
        ProjectorCycles.untilIdle(projector); // command
        records.commitBatch(journal, 1);
        journal.epoch(2);
        records.commitBatch(journal, 1);
        ProjectorCycles.untilIdle(projector); // epoch
        projector.close(); // stop
        try (CdrProjector small = projector(1_000_000, 64 * 1024)) {
            while (files().size() < 6) {
                records.commitBatch(journal, 20);
                ProjectorCycles.untilIdle(small); // size
            }
        }
        List<Integer> reasons = new ArrayList<>();
        List<Integer> sequence = new ArrayList<>();
        for (Path file : files().subList(0, 6)) {
            reasons.add((int) header(file).get(26));
            sequence.add(header(file).getInt(22));
        }
        assertThat(reasons).containsExactly(3, 2, 4, 0, 4, 1);
        assertThat(sequence).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(CdrFileVerifier.verify(folder).problems()).isEmpty();
    }
}

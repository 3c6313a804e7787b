package io.ocs.cdr.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.beanit.asn1bean.ber.BerLength;
import com.beanit.asn1bean.ber.BerTag;
import com.beanit.asn1bean.ber.types.BerInteger;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileFormat;
import io.ocs.cdr.file.CdrFileSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a published BER library walks every record to its last octet and reads its numbers. */
class Asn1beanTest {

    private static final int FILE_HEADER = 78;
    private static final int CDR_HEADER = 5;

    private long integers;

    @Test
    void everyElementOfEveryRecord(@TempDir Path folder) throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        MemoryJournal journal = new MemoryJournal();
        records.commitBatches(journal, 50);
        ManualClock clock = new ManualClock();
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(CdrFileFormat.ASN1),
                1L << 30,
                1_000_000,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        try (CdrProjector projector = new CdrProjector("ocs-1", 0, journal, new CdrFileSink(config, 0, clock), clock)) {
            ProjectorCycles.untilIdle(projector);
        }
        Path file;
        try (Stream<Path> names = Files.list(folder)) {
            file = names.filter(name -> name.toString().endsWith(".cdr"))
                    .findFirst()
                    .orElseThrow();
        }
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        in.position(FILE_HEADER);
        long count = 0;
        while (in.hasRemaining()) {
            byte[] record = new byte[Short.toUnsignedInt(in.getShort())];
            in.position(in.position() + CDR_HEADER - Short.BYTES);
            in.get(record);
            walk(record);
            count++;
        }
        assertThat(count).isEqualTo(records.records());
        assertThat(integers).isGreaterThan(count);
    }

    private void walk(byte[] octets) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(octets);
        while (in.available() > 0) {
            BerTag tag = new BerTag();
            tag.decode(in);
            BerLength length = new BerLength();
            length.decode(in);
            byte[] value = in.readNBytes(length.val);
            assertThat(value).hasSize(length.val);
            if (tag.primitive == BerTag.CONSTRUCTED) {
                walk(value);
            } else if (tag.tagNumber == 0 && value.length > 0) {
                BerInteger integer = new BerInteger();
                integer.decode(new ByteArrayInputStream(prefixed(value)), false);
                assertThat(integer.byteValue()).isEqualTo(value[value.length - 1]);
                integers++;
            }
        }
    }

    /** Length and value, as they stand behind a tag. */
    private static byte[] prefixed(byte[] value) {
        return ByteBuffer.allocate(1 + value.length)
                .put((byte) value.length)
                .put(value)
                .array();
    }
}

package io.ocs.server.reconcile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes a journal by hand, octet by octet, as {@code docs/JOURNAL_FORMAT.md} draws it; one record a frame. */
final class JournalOctets {
    private static final int PAGE = 4096;
    private static final int FRAME_HEADER = 64;
    private static final int SEGMENT = 64 * 1024;

    private final List<byte[]> frames = new ArrayList<>();
    private long position;

    private static ByteBuffer octets(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(ByteBuffer from, int bodyLength) {
        CRC32C crc = new CRC32C();
        crc.update(from.array(), 0, 60);
        crc.update(from.array(), FRAME_HEADER, bodyLength);
        return (int) crc.getValue();
    }

    JournalOctets record(int type, ByteBuffer body) {
        int padded = (8 + body.capacity() + 7) & ~7;
        ByteBuffer frame = octets(FRAME_HEADER + padded);
        frame.putInt(0, 0x524d5246).putShort(4, (short) 1).putInt(8, frame.capacity());
        frame.putInt(12, 1).putInt(16, 0).putInt(20, 1).putLong(24, position);
        frame.putInt(64, 8 + body.capacity()).putShort(68, (short) type).putShort(70, (short) 1);
        frame.put(72, body.array());
        frame.putInt(60, checksum(frame, padded));
        frames.add(frame.array());
        position += frame.capacity();
        return this;
    }

    JournalOctets balance(long account, int reason, long amount, long after, long number) {
        ByteBuffer body = octets(72);
        body.putLong(0, account)
                .putLong(8, account)
                .putInt(16, 0)
                .put(20, (byte) 5)
                .put(21, (byte) reason);
        body.putLong(40, amount).putLong(48, after).putLong(56, number).putInt(64, 978);
        return record(8, body);
    }

    /** One service that debits {@code debit} of bucket 0 and reserves {@code reserved} from then on. */
    JournalOctets request(int flags, int type, long requestNumber, long debit, long after, long reserved, long number) {
        byte[] session = "s;1".getBytes(StandardCharsets.UTF_8);
        int strings = 1 + session.length + 6 + 1;
        int serviceAt = (136 + strings + 7) & ~7;
        int debits = debit == 0 ? 0 : 1;
        int reservations = reserved == 0 ? 0 : 1;
        int serviceLength = (200 + debits * 40 + reservations * 16 + 1 + 7) & ~7;
        ByteBuffer body = octets(serviceAt + serviceLength);
        body.putInt(0, flags)
                .put(4, (byte) type)
                .putLong(24, 7)
                .putLong(32, 7)
                .putLong(40, 99)
                .putLong(48, requestNumber);
        body.putInt(104, 978).putShort(110, (short) 1).putInt(124, strings);
        body.put(136, (byte) session.length).put(137, session);
        ByteBuffer service = octets(serviceLength);
        service.putInt(0, serviceLength).putLong(8, 1).putLong(16, -1).put(28, (byte) 1);
        service.put(31, (byte) debits)
                .put(32, (byte) reservations)
                .putLong(48, debit)
                .putLong(88, debit);
        service.putLong(168, number);
        if (debits == 1) {
            service.putInt(200, 0).put(204, (byte) 5).putLong(208, debit).putLong(232, after);
        }
        if (reservations == 1) {
            service.putInt(200 + debits * 40, 0).putLong(208 + debits * 40, reserved);
        }
        body.put(serviceAt, service.array());
        return record(1, body);
    }

    /** The data folder with the one segment, and the one that stands ready. */
    Path write(Path dataFolder) throws IOException {
        Path journal = Files.createDirectories(dataFolder.resolve("shard-0/journal"));
        ByteBuffer segment = octets(SEGMENT);
        segment.putLong(0, 0x314c4e4a53434fL)
                .putInt(8, 1)
                .putInt(12, 0)
                .putLong(16, 1)
                .putLong(24, 0);
        segment.putLong(32, SEGMENT).putInt(40, 1).putInt(44, 1);
        segment.putInt(60, checksum(segment, 0));
        int at = PAGE;
        for (byte[] frame : frames) {
            segment.put(at, frame);
            at += frame.length;
        }
        Files.write(journal.resolve("segment-0000000000000001.journal"), segment.array());
        Files.write(journal.resolve("segment-0000000000000002.journal"), new byte[SEGMENT]);
        return dataFolder;
    }
}

package io.ocs.cdr.file;

import io.ocs.cdr.record.BerEncoder;
import io.ocs.cdr.record.CdrField;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The header of a CDR file and its name, by TS 32.297 (§6.1.1 for the header). Times are in UTC.
 *
 * <pre>
 *  0 file length u32 | 4 header length u32 | 8 high release, version u8 | 9 low release, version u8 | 10 opened u32 | 14 last appended u32
 * 18 records u32 | 22 sequence number u32 | 26 closure reason u8 | 27 node address 20 octets | 47 lost records u8
 * 48 length of routeing filter u16 = 0 | 50 length of private extension u16 = 24
 * 52 format version u32 | 56 epoch u32 | 60 first record u64 | 68 last record u64
 * 76 high release extension u8 | 77 low release extension u8
 * </pre>
 */
final class BerFileHeader {

    static final int LENGTH = 78;
    private static final int ADDRESS_LENGTH = 20;
    private static final int PRIVATE_EXTENSION = 24;
    /** Files are longer than the field can say from 4 GiB on. */
    private static final long FILE_LENGTH_MAX = 0xffff_ffffL;

    private static final DateTimeFormatter CLOSED =
            DateTimeFormatter.ofPattern("yyyyMMdd'_-_'HHmm'+0000'").withZone(ZoneOffset.UTC);

    private BerFileHeader() {}

    /**
     * Name of the file: NodeID, which is that of the node and of the shard since each shard counts its files; running count; date and time of
     * closing; as private information epoch, first and last record.
     */
    static String fileName(FileEnd end) {
        return end.node() + "-" + end.shard() + "_-_" + end.sequence() + "."
                + CLOSED.format(Instant.ofEpochMilli(end.closedMs())) + "_-_" + end.epoch() + "-" + end.first() + "-"
                + end.last() + "." + CdrFileFormat.ASN1.extension();
    }

    static byte[] encode(FileEnd end, long fileLength) {
        if (fileLength > FILE_LENGTH_MAX) {
            throw new IllegalStateException("a CDR file has " + fileLength + " octets, 4 GiB less one may be");
        }
        ByteBuffer header = ByteBuffer.allocate(LENGTH);
        header.putInt((int) fileLength).putInt(LENGTH);
        header.put((byte) BerEncoder.releaseAndVersion()).put((byte) BerEncoder.releaseAndVersion());
        header.putInt(timeStamp(end.openedMs())).putInt(timeStamp(end.appendedMs()));
        header.putInt((int) end.records()).putInt((int) end.sequence());
        header.put((byte) end.reason().code());
        header.put(unspecifiedAddress());
        header.put((byte) 0); // no record is lost: numbers are dense, and what the journal lost has another epoch
        header.putShort((short) 0);
        header.putShort((short) PRIVATE_EXTENSION);
        header.putInt(CdrField.FORMAT_VERSION).putInt(end.epoch());
        header.putLong(end.first()).putLong(end.last());
        header.put((byte) BerEncoder.releaseExtension()).put((byte) BerEncoder.releaseExtension());
        return header.array();
    }

    /** The node has its name in the file's name and in each record; its address is of no use behind NAT and is not told. */
    private static byte[] unspecifiedAddress() {
        return new byte[ADDRESS_LENGTH];
    }

    /** Month, day, hour, minute, sign and hours and minutes of the difference to UTC, in 4, 5, 5, 6, 1, 5 and 6 bits. */
    static int timeStamp(long epochMs) {
        ZonedDateTime time = Instant.ofEpochMilli(epochMs).atZone(ZoneOffset.UTC);
        int date = (time.getMonthValue() << 5) | time.getDayOfMonth();
        int minute = (time.getHour() << 6) | time.getMinute();
        return (date << 23) | (minute << 12) | (1 << 11);
    }
}

package io.ocs.cdr.record;

/**
 * A record in BER behind its CDR header (TS 32.297 §6.1.2): length of the record in two octets, release and version of TS 32.298, encoding and
 * document, extension of the release. Allocates nothing; one thread.
 */
public final class BerEncoder {

    /** Octets of a CDR header. */
    public static final int HEADER = 5;
    /** Of TS 32.298, whose tags are used. */
    public static final int RELEASE = 16;

    public static final int VERSION = 11;

    /** Says that the release is in the extension octet, which counts from release 10 on. */
    private static final int RELEASE_BEYOND_9 = 7;

    private static final int BASIC_ENCODING_RULES = 1;
    private static final int LENGTH_MAX = 0xffff;
    /** Numbers of documents in a CDR header. */
    private static final int TS_32251 = 7;

    private static final int TS_32275 = 14;
    private static final int TS_32274 = 15;
    private static final int TS_32296 = 17;

    private final BerOutput ber = new BerOutput();

    /** High and low identifiers of a file header: release in 3 bits, version in 5. */
    public static int releaseAndVersion() {
        return (RELEASE_BEYOND_9 << 5) | VERSION;
    }

    /** Extension octet of the release. */
    public static int releaseExtension() {
        return RELEASE - 10;
    }

    /** OBJECT IDENTIFIER, without tag and length, of the extension that has all fields of a version of the format. */
    public static byte[] extensionIdentifier(int version) {
        return RecordExtension.identifierValue(version);
    }

    /** Appends a record behind its header. */
    public void encode(ChargingDataRecord cdr, CdrText text, RowBuffer out) {
        out.beginRow();
        int at = out.length();
        out.int16(0);
        out.put((byte) releaseAndVersion());
        out.put((byte) 0);
        out.put((byte) releaseExtension());
        int document = record(cdr, text, out);
        int length = out.length() - at - HEADER;
        if (length > LENGTH_MAX) {
            throw new IllegalStateException(
                    "record " + cdr.recordNumber() + " has " + length + " octets in BER, " + LENGTH_MAX + " fit");
        }
        out.int16At(at, length);
        out.array()[at + 3] = (byte) ((BASIC_ENCODING_RULES << 5) | document);
    }

    private int record(ChargingDataRecord cdr, CdrText text, RowBuffer out) {
        ber.to(out);
        switch (cdr.context()) {
            case DATA -> {
                BerRecords.pgw(ber, cdr, text);
                return TS_32251;
            }
            case VOICE -> {
                BerRecords.mmtel(ber, cdr, text);
                return TS_32275;
            }
            case SMS -> {
                BerRecords.sms(ber, cdr, text);
                return TS_32274;
            }
            default -> {
                BerRecords.other(ber, cdr, text);
                return TS_32296;
            }
        }
    }
}

package io.ocs.cdr.record;

/**
 * Text as it stands in every format: valid UTF-8 in one line, whatever a peer has sent. Control characters and octets that are no UTF-8 become
 * U+FFFD. Nothing is escaped here.
 */
final class LineText {

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long DELETES = 0x7f * ONES;

    private LineText() {}

    /**
     * Appends the text. Octets behind it are read, 7 at most.
     *
     * @return whether a quotation mark or a backslash is in it, which a format may have to escape
     */
    static boolean append(byte[] source, int from, int length, RowBuffer out) {
        int end = from + length;
        int begin = out.length();
        for (int at = from; at < end; at += Long.BYTES) {
            long word = RowBuffer.longAt(source, at);
            if (end - at < Long.BYTES) {
                int bits = Byte.SIZE * (end - at);
                word = (word & ((1L << bits) - 1)) | (SPACES << bits);
            }
            if (!isPlain(word)) {
                out.length(begin);
                return appendSlowly(source, from, end, out);
            }
            out.eight(word, Math.min(Long.BYTES, end - at));
        }
        return false;
    }

    /** Whether all eight octets are printable ASCII characters that no format escapes. */
    private static boolean isPlain(long word) {
        long control = (word - SPACES) & ~word;
        long delete = zeros(word ^ DELETES);
        long quote = zeros(word ^ QUOTES);
        long backslash = zeros(word ^ BACKSLASHES);
        return ((word | control | delete | quote | backslash) & SIGNS) == 0;
    }

    /** The sign of at least one octet is set if any octet is 0, and none if none is. */
    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    private static boolean appendSlowly(byte[] source, int from, int end, RowBuffer out) {
        boolean escaped = false;
        int at = from;
        while (at < end) {
            int count = sequenceLength(source, at, end);
            if (count == 0) {
                out.put(REPLACEMENT, 0, REPLACEMENT.length);
                at++;
            } else {
                escaped |= source[at] == '"' || source[at] == '\\';
                out.put(source, at, count);
                at += count;
            }
        }
        return escaped;
    }

    /** Octets of the character at {@code at}; 0 if it is a control character or no UTF-8 (RFC 3629). */
    private static int sequenceLength(byte[] octets, int at, int end) {
        int lead = octets[at] & 0xff;
        if (lead < 0x80) {
            return lead < 0x20 || lead == 0x7f ? 0 : 1;
        }
        int count =
                lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
        if (count == 0 || at + count > end || !secondFits(lead, octets[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = 2; i < count; i++) {
            if ((octets[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return count;
    }

    /** Neither an overlong form nor a surrogate nor beyond U+10FFFF; the C1 control characters are let through. */
    private static boolean secondFits(int lead, int second) {
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= least && second <= most;
    }
}

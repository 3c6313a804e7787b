package io.ocs.cdr.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A word of a closed list, in ASCII without anything to escape, ready to be copied. Immutable. */
final class Word {

    final String text;
    /** Its octets and as many behind them as a copy in steps may read. */
    final byte[] octets;

    final int length;

    Word(String text) {
        this.text = text;
        length = text.length();
        octets = RowBuffer.padded(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The names of the constants, by ordinal. */
    static Word[] ofNames(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> new Word(constant.name()))
                .toArray(Word[]::new);
    }
}

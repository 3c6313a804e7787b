package io.ocs.cdr.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer of rows, text in UTF-8 or binary, written without allocation once it has its size. One thread. */
public final class RowBuffer {

    /** No row is longer: the texts of a record, of which each octet may become three, and 24 debits. */
    static final int ROW_MAX = 64 * 1024;

    /** Octets copied at once. */
    static final int STEP = 2 * Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final long COMMAS = 0x2c2c_2c2c_2c2c_2c2cL;

    private static final long DAY_S = 86_400;
    /** {@code 2026-01-31T23:59:59.} */
    private static final int SECOND_LENGTH = 20;
    /** Seconds whose text is kept: most times of a record are of now; a power of two. */
    private static final int SECONDS = 64;
    /** 00 to 99. */
    private static final byte[] PAIRS = pairs();
    /** Eight times the digit 0. */
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    private static final long EIGHT_DIGITS = 100_000_000;

    private byte[] array;
    private int length;
    private final long[] seconds = new long[SECONDS];
    private final byte[] secondTexts = new byte[SECONDS * SECOND_LENGTH + STEP];

    public RowBuffer(int capacity) {
        Arrays.fill(seconds, -1);
        array = new byte[capacity];
    }

    /** The octets; 0 to {@link #length()} are written. Another array after the buffer has grown. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    /** Goes back to an earlier length. */
    void length(int earlier) {
        length = earlier;
    }

    public void clear() {
        length = 0;
    }

    /** Makes room for a row; to be called before each. */
    void beginRow() {
        if (array.length - length < ROW_MAX) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + ROW_MAX));
        }
    }

    void put(byte value) {
        array[length++] = value;
    }

    void put(char ascii) {
        put((byte) ascii);
    }

    void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    /** The octets, with as many behind them as {@link #copy} may read. */
    static byte[] padded(byte[] octets) {
        return Arrays.copyOf(octets, octets.length + STEP);
    }

    /** Eight octets, the first in the lowest bits. */
    static long longAt(byte[] source, int at) {
        return (long) LONGS.get(source, at);
    }

    /** The first octets of a word of eight, 8 at most. */
    void eight(long word, int count) {
        LONGS.set(array, length, word);
        length += count;
    }

    /** Copies in steps of 16 octets, since most texts are short: up to {@link #STEP} octets behind them are read. */
    void copy(byte[] source, int from, int count) {
        byte[] target = array;
        int to = length;
        int at = 0;
        do {
            LONGS.set(target, to + at, (long) LONGS.get(source, from + at));
            LONGS.set(target, to + at + Long.BYTES, (long) LONGS.get(source, from + at + Long.BYTES));
            at += STEP;
        } while (at < count);
        length = to + count;
    }

    void quoted(byte[] source, int from, int count) {
        put('"');
        copy(source, from, count);
        put('"');
    }

    void word(Word word) {
        copy(word.octets, 0, word.length);
    }

    void commas(int count) {
        int at = 0;
        do {
            LONGS.set(array, length + at, COMMAS);
            at += Long.BYTES;
        } while (at < count);
        length += count;
    }

    /** As CSV has it: each quotation mark twice. */
    void doublingQuotes(byte[] source, int from, int count) {
        byte[] target = array;
        int to = length;
        for (int at = from; at < from + count; at++) {
            byte octet = source[at];
            target[to] = octet;
            target[to + 1] = octet;
            to += octet == '"' ? 2 : 1;
        }
        length = to;
    }

    /** As JSON has it: a backslash before each quotation mark and backslash. */
    void escaped(byte[] source, int from, int count) {
        for (int at = from; at < from + count; at++) {
            if (source[at] == '"' || source[at] == '\\') {
                put('\\');
            }
            put(source[at]);
        }
    }

    /** Big-endian, as the next ones. */
    void int16(int value) {
        BIG_SHORTS.set(array, length, (short) value);
        length += Short.BYTES;
    }

    void int32(int value) {
        int32At(length, value);
        length += Integer.BYTES;
    }

    /** Puts a number in the place of what stands at {@code at}. */
    void int16At(int at, int value) {
        BIG_SHORTS.set(array, at, (short) value);
    }

    /** Puts a number in the place of what stands at {@code at}. */
    void int32At(int at, int value) {
        BIG_INTS.set(array, at, value);
    }

    void int64(long value) {
        BIG_LONGS.set(array, length, value);
        length += Long.BYTES;
    }

    @SuppressWarnings("deprecation") // right for ASCII, and the one way that copies without allocation
    void ascii(String text) {
        text.getBytes(0, text.length(), array, length);
        length += text.length();
    }

    void number(long value) {
        long rest = value;
        if (rest < 0) {
            if (rest == Long.MIN_VALUE) {
                ascii("-9223372036854775808");
                return;
            }
            put('-');
            rest = -rest;
        }
        if (rest < EIGHT_DIGITS) {
            leadingDigits(rest);
        } else if (rest < EIGHT_DIGITS * EIGHT_DIGITS) {
            leadingDigits(rest / EIGHT_DIGITS);
            eight(digits(rest % EIGHT_DIGITS), Long.BYTES);
        } else {
            long upper = rest / EIGHT_DIGITS;
            leadingDigits(upper / EIGHT_DIGITS);
            eight(digits(upper % EIGHT_DIGITS), Long.BYTES);
            eight(digits(rest % EIGHT_DIGITS), Long.BYTES);
        }
    }

    /** Without leading zeros; the loop that this spares would end at another place each time. */
    private void leadingDigits(long value) {
        long digits = digits(value);
        int zeros = Long.numberOfTrailingZeros((digits & ~ZEROS) | 1L << 63) / Byte.SIZE;
        eight(digits >>> (Byte.SIZE * zeros), Long.BYTES - zeros);
    }

    /** Eight decimal digits in ASCII, the first in the lowest bits: halves, then pairs, then digits, each all at once. */
    private static long digits(long value) {
        long upper = value / 10_000;
        long halves = upper | ((value - 10_000 * upper) << 32);
        long hundreds = ((halves * 10_486) >>> 20) & 0x7f_0000_007fL;
        long pairs = hundreds | ((halves - 100 * hundreds) << 16);
        long tens = ((pairs * 103) >>> 10) & 0x000f_000f_000f_000fL;
        return (tens | ((pairs - 10 * tens) << 8)) + ZEROS;
    }

    void hex(long value) {
        hex((int) (value >>> 32));
        hex((int) value);
    }

    private void hex(int value) {
        long octets = Integer.toUnsignedLong(Integer.reverseBytes(value));
        octets = (octets | (octets << 16)) & 0x0000_ffff_0000_ffffL;
        octets = (octets | (octets << 8)) & 0x00ff_00ff_00ff_00ffL;
        long nibbles = ((octets >>> 4) & 0x000f_000f_000f_000fL) | ((octets & 0x000f_000f_000f_000fL) << 8);
        long letters = ((nibbles + 0x0606_0606_0606_0606L) >>> 4) & 0x0101_0101_0101_0101L;
        eight(nibbles + ZEROS + letters * ('a' - '0' - 10), Long.BYTES);
    }

    /** ISO 8601 in UTC with milliseconds, {@code 2026-01-31T23:59:59.999Z}; years 1970 to 9999. */
    void instant(long epochMs) {
        long second = epochMs / 1_000;
        int slot = (int) second & (SECONDS - 1);
        if (seconds[slot] == second) {
            copy(secondTexts, slot * SECOND_LENGTH, SECOND_LENGTH);
        } else {
            second(second);
            System.arraycopy(array, length - SECOND_LENGTH, secondTexts, slot * SECOND_LENGTH, SECOND_LENGTH);
            seconds[slot] = second;
        }
        int ms = (int) (epochMs - 1_000 * second);
        array[length++] = (byte) ('0' + ms / 100);
        twoDigits(ms % 100);
        array[length++] = 'Z';
    }

    private void second(long epochSecond) {
        date(epochSecond / DAY_S);
        int second = (int) (epochSecond % DAY_S);
        array[length++] = 'T';
        twoDigits(second / 3_600);
        array[length++] = ':';
        twoDigits(second / 60 % 60);
        array[length++] = ':';
        twoDigits(second % 60);
        array[length++] = '.';
    }

    /** Gregorian date of a day since 1970-01-01, counted in years that begin in March so that the leap day is the last. */
    private void date(long epochDay) {
        long day = epochDay + 719_468;
        long era = day / 146_097;
        long dayOfEra = day % 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long month = (5 * dayOfYear + 2) / 153;
        int year = (int) (era * 400 + yearOfEra + (month >= 10 ? 1 : 0));
        twoDigits(year / 100);
        twoDigits(year % 100);
        array[length++] = '-';
        twoDigits((int) (month < 10 ? month + 3 : month - 9));
        array[length++] = '-';
        twoDigits((int) (dayOfYear - (153 * month + 2) / 5 + 1));
    }

    private void twoDigits(int value) {
        array[length++] = PAIRS[2 * value];
        array[length++] = PAIRS[2 * value + 1];
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}

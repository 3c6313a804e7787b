package io.ocs.cdr.record;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** A growing buffer of rows, text in UTF-8 or binary, written without allocation once it has its size. One thread. */
public final class RowBuffer {

    /** No row is longer: 14 texts of 255 octets, each of which may become three, and 24 debits. */
    private static final int ROW_MAX = 64 * 1024;

    private static final long DAY_S = 86_400;
    /** {@code 2026-01-31T23:59:59.} */
    private static final int SECOND_LENGTH = 20;
    /** Seconds whose text is kept: most times of a record are of now; a power of two. */
    private static final int SECONDS = 64;
    /** 00 to 99. */
    private static final byte[] PAIRS = pairs();
    /** Of ten. */
    private static final long[] POWERS = powers();

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] array;
    private final UnsafeBuffer view;
    private int length;
    private final long[] seconds = new long[SECONDS];
    private final byte[] secondTexts = new byte[SECONDS * SECOND_LENGTH];

    public RowBuffer(int capacity) {
        Arrays.fill(seconds, -1);
        array = new byte[capacity];
        view = new UnsafeBuffer(array);
    }

    /** The octets; 0 to {@link #length()} are written. Another array after the buffer has grown. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Makes room for a row; to be called before each. */
    void beginRow() {
        if (array.length - length < ROW_MAX) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + ROW_MAX));
            view.wrap(array);
        }
    }

    void put(byte value) {
        array[length++] = value;
    }

    void put(char ascii) {
        put((byte) ascii);
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    /** Big-endian, as the next ones. */
    void int16(int value) {
        view.putShort(length, (short) value, ByteOrder.BIG_ENDIAN);
        length += Short.BYTES;
    }

    void int32(int value) {
        int32(length, value);
        length += Integer.BYTES;
    }

    /** Puts a number in the place of what stands at {@code at}. */
    void int32(int at, int value) {
        view.putInt(at, value, ByteOrder.BIG_ENDIAN);
    }

    void int64(long value) {
        view.putLong(length, value, ByteOrder.BIG_ENDIAN);
        length += Long.BYTES;
    }

    @SuppressWarnings("deprecation") // right for ASCII, and the one way that copies without allocation
    void ascii(String text) {
        text.getBytes(0, text.length(), array, length);
        length += text.length();
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        if (value < 0) {
            put('-');
        }
        long rest = Math.abs(value);
        int at = length + digits(rest);
        length = at;
        while (rest >= 100) {
            long hundreds = rest / 100;
            int pair = 2 * (int) (rest - 100 * hundreds);
            array[--at] = PAIRS[pair + 1];
            array[--at] = PAIRS[pair];
            rest = hundreds;
        }
        if (rest >= 10) {
            array[--at] = PAIRS[2 * (int) rest + 1];
            array[--at] = PAIRS[2 * (int) rest];
        } else {
            array[--at] = (byte) ('0' + rest);
        }
    }

    private static int digits(long value) {
        int digits = 1;
        while (digits < POWERS.length && value >= POWERS[digits]) {
            digits++;
        }
        return digits;
    }

    void hex(long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            array[length++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    /** ISO 8601 in UTC with milliseconds, {@code 2026-01-31T23:59:59.999Z}; years 1970 to 9999. */
    void instant(long epochMs) {
        long second = epochMs / 1_000;
        int slot = (int) second & (SECONDS - 1);
        if (seconds[slot] == second) {
            put(secondTexts, slot * SECOND_LENGTH, SECOND_LENGTH);
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

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }
}

package io.ocs.cdr.record;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** A growing buffer of rows, text in UTF-8 or binary, written without allocation once it has its size. One thread. */
public final class RowBuffer {

    /** No row is longer: 14 texts of 255 octets, each of which may become three, and 24 debits. */
    private static final int ROW_MAX = 64 * 1024;

    private static final long DAY_MS = 86_400_000;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] array;
    private final UnsafeBuffer view;
    private int length;

    public RowBuffer(int capacity) {
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

    void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            array[length++] = (byte) text.charAt(i);
        }
    }

    void number(long value) {
        length += view.putLongAscii(length, value);
    }

    void hex(long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            array[length++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    /** ISO 8601 in UTC with milliseconds, {@code 2026-01-31T23:59:59.999Z}; years 1970 to 9999. */
    void instant(long epochMs) {
        date(epochMs / DAY_MS);
        int ms = (int) (epochMs % DAY_MS);
        array[length++] = 'T';
        twoDigits(ms / 3_600_000);
        array[length++] = ':';
        twoDigits(ms / 60_000 % 60);
        array[length++] = ':';
        twoDigits(ms / 1_000 % 60);
        array[length++] = '.';
        array[length++] = (byte) ('0' + ms % 1_000 / 100);
        twoDigits(ms % 100);
        array[length++] = 'Z';
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
        array[length++] = (byte) ('0' + value / 10);
        array[length++] = (byte) ('0' + value % 10);
    }
}

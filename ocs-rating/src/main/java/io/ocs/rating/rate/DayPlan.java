package io.ocs.rating.rate;

import java.util.Arrays;

/** The bands of one day of the local clock. */
final class DayPlan {

    private final int[] startsS;
    private final int[] bands;

    /** @param bandByMinute band of each of the 1440 minutes */
    DayPlan(int[] bandByMinute) {
        int[] starts = new int[bandByMinute.length];
        int[] numbers = new int[bandByMinute.length];
        int count = 0;
        for (int minute = 0; minute < bandByMinute.length; minute++) {
            if (minute == 0 || bandByMinute[minute] != bandByMinute[minute - 1]) {
                starts[count] = minute * 60;
                numbers[count++] = bandByMinute[minute];
            }
        }
        startsS = Arrays.copyOf(starts, count);
        bands = Arrays.copyOf(numbers, count);
    }

    int bandAt(int secondOfDay) {
        return bands[partAt(secondOfDay)];
    }

    /** The first second from {@code secondOfDay} on at which another band than {@code band} holds, or -1 if none does on this day. */
    int switchFrom(int secondOfDay, int band) {
        for (int part = partAt(secondOfDay); part < bands.length; part++) {
            if (bands[part] != band) {
                return Math.max(secondOfDay, startsS[part]);
            }
        }
        return -1;
    }

    private int partAt(int secondOfDay) {
        int index = Arrays.binarySearch(startsS, secondOfDay);
        return index >= 0 ? index : -index - 2;
    }
}

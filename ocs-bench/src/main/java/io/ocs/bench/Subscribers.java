package io.ocs.bench;

/**
 * Consecutive numbers that the load is spread over; a count of one is one hot subscriber.
 *
 * @param from the first one's E.164 digits, 1 to 15 of them, all numbers having as many
 * @param count 1 or more
 * @param distribution of the load over them
 */
public record Subscribers(String from, long count, Distribution distribution) {
    private static final int E164_DIGITS_MAX = 15;

    public Subscribers {
        if (from.length() > E164_DIGITS_MAX || !from.matches("[0-9]+")) {
            throw new IllegalArgumentException("from: 1 to 15 digits, not " + from);
        }
        if (count < 1 || Long.toString(Long.parseLong(from) + count - 1).length() > from.length()) {
            throw new IllegalArgumentException("count: 1 or more, and no number longer than " + from);
        }
    }

    /** The load falls on all alike. */
    public Subscribers(String from, long count) {
        this(from, count, Distribution.UNIFORM);
    }

    /** The E.164 digits of a number among them. */
    String identity(long number) {
        String digits = Long.toString(number);
        return "0".repeat(from.length() - digits.length()) + digits;
    }

    int digits() {
        return from.length();
    }

    long first() {
        return Long.parseLong(from);
    }
}

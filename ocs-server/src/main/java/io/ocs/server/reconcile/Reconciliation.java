package io.ocs.server.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result: pairs of figures that must be equal, and the first record that is not.
 *
 * @param lines in the order of the table
 * @param hours sums by hour, offer, movement and asset
 * @param places outside, in the order of the sums of {@code hours}, where the journal comes first
 * @param notes what a reader should know beside: terms of the sums, requests without answer
 */
public record Reconciliation(List<Line> lines, List<HourLine> hours, List<String> places, List<String> notes) {

    /**
     * One comparison.
     *
     * @param what what is compared, as "this = that"
     * @param left figure of this
     * @param right figure of that
     * @param difference the first record that differs; null if none does
     */
    public record Line(String what, String left, String right, String difference) {

        /** Whether all of it is equal: the figures and every record behind them. */
        public boolean equal() {
            return difference == null;
        }
    }

    /**
     * What was charged or credited in an hour of receipt.
     *
     * @param hour like {@code 2026-01-31T23Z}
     * @param movement {@code charged}, or the reason of a change of balances
     * @param asset a currency, or units of a kind
     * @param sums in the journal, then in each place
     * @param equal whether all places have the same, but for what is still on its way to them
     */
    public record HourLine(String hour, String offer, String movement, String asset, List<String> sums, boolean equal) {
        public HourLine {
            sums = List.copyOf(sums);
        }
    }

    private static final int WHAT_WIDTH = 46;
    private static final int FIGURE_WIDTH = 15;

    public Reconciliation {
        lines = List.copyOf(lines);
        hours = List.copyOf(hours);
        places = List.copyOf(places);
        notes = List.copyOf(notes);
    }

    /** Whether all lines are equal; nothing compared is not equal. */
    public boolean allEqual() {
        return !lines.isEmpty() && lines.stream().allMatch(Line::equal);
    }

    /** The first record that differs, with what was compared. */
    public Optional<String> firstDifference() {
        return lines.stream()
                .filter(line -> !line.equal())
                .map(line -> line.what + ": " + line.difference)
                .findFirst();
    }

    /** A table for people, 80 columns wide where figures allow. */
    public String text() {
        List<String> out = new ArrayList<>();
        for (Line line : lines) {
            out.add(padded(line.what) + figure(line.left) + (line.equal() ? " = " : " ≠ ") + figure(line.right));
        }
        out.addAll(notes);
        out.add(firstDifference().map(first -> "NOT EQUAL: " + first).orElse("All equal."));
        return String.join("\n", out) + "\n";
    }

    private static String padded(String what) {
        return what + " ".repeat(Math.max(1, WHAT_WIDTH - what.length()));
    }

    private static String figure(String figure) {
        return " ".repeat(Math.max(0, FIGURE_WIDTH - figure.length())) + figure;
    }
}

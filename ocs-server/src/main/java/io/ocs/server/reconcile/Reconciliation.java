package io.ocs.server.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result: pairs of figures that must be equal, and the first record that is not.
 *
 * @param lines in the order of the table
 * @param notes what a reader should know beside: terms of the sums, requests without answer
 */
public record Reconciliation(List<Line> lines, List<String> notes) {

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

    private static final int WHAT_WIDTH = 45;
    private static final int FIGURE_WIDTH = 16;

    public Reconciliation {
        lines = List.copyOf(lines);
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

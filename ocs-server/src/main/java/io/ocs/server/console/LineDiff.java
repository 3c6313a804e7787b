package io.ocs.server.console;

import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two texts, line by line, with {@value #AROUND} lines around each change: a longest common subsequence of what is left when the ends that
 * are alike are put aside. Where that would take too much, all of the middle counts as changed.
 */
public final class LineDiff {
    static final int AROUND = 3;
    private static final long CELLS_MAX = 4_000_000;

    /** @param kind {@code +}, {@code -}, blank for a line that is in both, or {@code @} for the place of what follows */
    public record Line(char kind, String text) {}

    private LineDiff() {}

    /** Empty if both are alike. */
    public static List<Line> of(String before, String after) {
        return shorten(all(lines(before), lines(after)));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
    }

    private static List<Line> all(List<String> before, List<String> after) {
        int head = 0;
        int least = Math.min(before.size(), after.size());
        while (head < least && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < least - head && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Line> all = new ArrayList<>();
        before.subList(0, head).forEach(line -> all.add(new Line(' ', line)));
        addMiddle(all, before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
        before.subList(before.size() - tail, before.size()).forEach(line -> all.add(new Line(' ', line)));
        return all;
    }

    private static void addMiddle(List<Line> all, List<String> before, List<String> after) {
        if ((long) before.size() * after.size() > CELLS_MAX) {
            before.forEach(line -> all.add(new Line('-', line)));
            after.forEach(line -> all.add(new Line('+', line)));
            return;
        }
        int[][] common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                all.add(new Line(' ', before.get(i)));
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                all.add(new Line('-', before.get(i++)));
            } else {
                all.add(new Line('+', after.get(j++)));
            }
        }
    }

    /** Lengths of the longest common subsequences of what begins at each pair of lines. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** Leaves out what is far from any change. */
    private static List<Line> shorten(List<Line> all) {
        boolean[] near = new boolean[all.size()];
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).kind() != ' ') {
                for (int j = Math.max(0, i - AROUND); j <= Math.min(all.size() - 1, i + AROUND); j++) {
                    near[j] = true;
                }
            }
        }
        List<Line> shown = new ArrayList<>();
        int before = 1;
        int after = 1;
        for (int i = 0; i < all.size(); i++) {
            if (near[i] && (i == 0 || !near[i - 1])) {
                shown.add(new Line('@', "line " + before + ", now " + after));
            }
            if (near[i]) {
                shown.add(all.get(i));
            }
            before += all.get(i).kind() == '+' ? 0 : 1;
            after += all.get(i).kind() == '-' ? 0 : 1;
        }
        return shown;
    }
}

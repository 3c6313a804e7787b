package io.ocs.server.reconcile;

import io.ocs.server.reconcile.Reconciliation.Line;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Sums two sides record by record, by asset, and remembers the first record whose sides differ. */
final class Tally {

    private static final class Sums {
        long left;
        long right;
        String difference;
    }

    private final SortedMap<String, Sums> sums = new TreeMap<>();

    void add(String asset, long left, long right, Supplier<String> who) {
        Sums sum = sums.computeIfAbsent(asset, absent -> new Sums());
        sum.left = Math.addExact(sum.left, left);
        sum.right = Math.addExact(sum.right, right);
        if (left != right && sum.difference == null) {
            sum.difference =
                    who.get() + ": " + Assets.text(asset, left) + " ≠ " + Assets.text(asset, right) + " " + asset;
        }
    }

    /** One line for each asset. */
    List<Line> lines(String what) {
        return sums.entrySet().stream()
                .map(entry -> line(what + ", " + entry.getKey(), entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Line line(String what, String asset, Sums sum) {
        return new Line(what, Assets.text(asset, sum.left), Assets.text(asset, sum.right), sum.difference);
    }
}

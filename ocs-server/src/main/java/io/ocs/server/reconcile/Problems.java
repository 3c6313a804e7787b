package io.ocs.server.reconcile;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, one sentence each; the first hundred are kept, all are counted. */
final class Problems {
    private static final int KEPT = 100;

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String problem) {
        count++;
        if (first.size() < KEPT) {
            first.add(problem);
        }
    }

    void addAll(List<String> problems) {
        problems.forEach(this::add);
    }

    /** The first ones. */
    List<String> first() {
        return first;
    }

    /** A comparison with having none. */
    Reconciliation.Line line(String what) {
        return new Reconciliation.Line(what, count + " wrong", "0 wrong", count == 0 ? null : first.get(0));
    }
}

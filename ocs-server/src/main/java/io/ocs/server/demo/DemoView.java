package io.ocs.server.demo;

import java.io.PrintWriter;

/** Shows the running demo: a page on a terminal, lines elsewhere. */
interface DemoView {

    void show(DemoStatus status);

    /** Pause between two looks. */
    long intervalNanos();

    static DemoView of(PrintWriter out) {
        return Terminal.isOutput() ? new PageView(out) : new LineView(out);
    }
}

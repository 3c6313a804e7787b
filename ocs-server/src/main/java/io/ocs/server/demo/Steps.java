package io.ocs.server.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Says what was done, and how long it took since the step before. */
final class Steps {
    private final PrintWriter out;
    private long sinceNanos = System.nanoTime();

    Steps(PrintWriter out) {
        this.out = out;
    }

    void say(String what) {
        out.println("demo: " + what);
        out.flush();
    }

    /** Counts from now on. */
    void begin() {
        sinceNanos = System.nanoTime();
    }

    void done(String what) {
        long nanos = System.nanoTime() - sinceNanos;
        say(String.format(Locale.ROOT, "%s (%.1f s)", what, nanos / 1e9));
        begin();
    }
}

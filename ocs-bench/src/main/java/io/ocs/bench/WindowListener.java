package io.ocs.bench;

/** Is told when the measured time begins and when it ends, to look at the server then. Called by the thread that runs the load. */
public interface WindowListener {
    /** Looks at nothing. */
    WindowListener NONE = new WindowListener() {
        @Override
        public void onBegin(long answered) {}

        @Override
        public void onEnd(long answered) {}
    };

    /** @param answered requests answered so far in this run */
    void onBegin(long answered);

    /** @param answered requests answered so far in this run */
    void onEnd(long answered);
}

package io.ocs.bench;

import java.util.List;

/**
 * Is told when the measured time begins, as it goes by, and when it ends, to look at the server then. Called by the thread that runs the
 * load.
 */
public interface WindowListener {
    /** Looks at nothing. */
    WindowListener NONE = all(List.of());

    /** @param answered requests answered so far in this run */
    void onBegin(long answered) throws InterruptedException;

    /** About every 50 ms. */
    default void onTick(Progress progress) throws InterruptedException {}

    /** @param answered requests answered so far in this run */
    void onEnd(long answered) throws InterruptedException;

    /** Tells each, in this order. */
    static WindowListener all(List<WindowListener> listeners) {
        return new WindowListener() {
            @Override
            public void onBegin(long answered) throws InterruptedException {
                for (WindowListener listener : listeners) {
                    listener.onBegin(answered);
                }
            }

            @Override
            public void onTick(Progress progress) throws InterruptedException {
                for (WindowListener listener : listeners) {
                    listener.onTick(progress);
                }
            }

            @Override
            public void onEnd(long answered) throws InterruptedException {
                for (WindowListener listener : listeners) {
                    listener.onEnd(answered);
                }
            }
        };
    }
}

package io.ocs.server.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C. The process ends only when the command is over, with the command's exit code; a second Ctrl-C does nothing. For one thread, beside
 * the hook's own.
 */
final class Interrupt implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interrupt.class);
    private static final int FAILED = 1;
    private static final long END_MAX_S = 180;

    private final CountDownLatch pressed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endWithCommand, "demo-stop");
    private volatile int exitCode = FAILED;

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits so long; true if Ctrl-C came. */
    boolean await(long nanos) throws InterruptedException {
        return pressed.await(nanos, TimeUnit.NANOSECONDS);
    }

    void exitCode(int code) {
        exitCode = code;
    }

    private void endWithCommand() {
        pressed.countDown();
        try {
            over.await(END_MAX_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** The command is over. */
    @Override
    public void close() {
        over.countDown();
        if (pressed.getCount() == 0) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("event=interrupted-at-the-end: the hook ends the process with exit code {}", exitCode, e);
        }
    }
}

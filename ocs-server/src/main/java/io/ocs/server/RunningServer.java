package io.ocs.server;

/** A server that serves. */
public interface RunningServer extends AutoCloseable {

    /** What is said once, when it serves. */
    ReadyReport ready();

    /**
     * Waits until the server ended.
     *
     * @return true if it was closed, false if it stopped itself because something broke; its log says what
     */
    boolean awaitEnd() throws InterruptedException;

    /** Stops cleanly: no new requests, what was answered is durable, images are closed. Idempotent. */
    @Override
    void close();
}

package io.ocs.server.outbox;

/** One way by which notifications leave the house. One thread at a time; may block. */
public interface Delivery {

    /** Part of file names and metrics: {@code webhook}, {@code file}. */
    String name();

    /**
     * One attempt to deliver.
     *
     * @return empty if it is delivered, durably where that is this side's matter; else what went wrong
     */
    String attempt(Notification notification) throws InterruptedException;
}

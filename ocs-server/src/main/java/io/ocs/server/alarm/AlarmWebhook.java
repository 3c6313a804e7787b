package io.ocs.server.alarm;

import io.ocs.core.Threads;
import io.ocs.core.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a URL of each raise and each clear, in their order, by a thread of its own: a POST in the form of Standard Webhooks ({@code webhook-id}, {@code
 * webhook-timestamp}, {@code webhook-signature}). What is not answered with 2xx is sent again, under the same id, after pauses that double from {@link
 * Timing#firstPause()} to {@link Timing#pauseMax()}, until it is {@link Timing#giveUpAfter()} old. At most {@value #WAITING_MAX} wait; then the oldest gives
 * way, which the log says.
 */
public final class AlarmWebhook implements Alarms.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmWebhook.class);
    static final int WAITING_MAX = 256;

    /** When is sent again, and how long. */
    public record Timing(Duration firstPause, Duration pauseMax, Duration giveUpAfter, Duration timeout) {

        /** One second to five minutes, for a day. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofSeconds(10));
    }

    private final Clock clock;
    private final Timing timing;
    private final SignedPost post;
    private final Deque<WebhookMessage> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;
    private volatile long delivered;
    private volatile long failures;
    private volatile long dropped;

    /**
     * Not started yet.
     *
     * @param clock by which messages are stamped and age
     */
    public AlarmWebhook(URI url, WebhookSecret secret, Clock clock, Timing timing) {
        this.clock = clock;
        this.timing = timing;
        post = new SignedPost(url, secret, clock, timing.timeout());
        thread = new Thread(this::run, "alarm-webhook");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void onRaised(Alarms.Raised raised) {
        add(WebhookMessage.of(raised));
    }

    @Override
    public void onCleared(Alarms.Cleared over) {
        add(WebhookMessage.of(over));
    }

    private synchronized void add(WebhookMessage message) {
        if (waiting.size() == WAITING_MAX) {
            drop(waiting.removeFirst(), "too many wait");
        }
        waiting.addLast(message);
        notifyAll();
    }

    private void run() {
        try {
            for (WebhookMessage message = next(); message != null; message = next()) {
                deliver(message);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("alarm-webhook-ended"); // close() has interrupted a request
        }
    }

    /** The oldest, which stays in its place; null: closed. */
    private synchronized WebhookMessage next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : waiting.peekFirst();
    }

    private void deliver(WebhookMessage message) throws InterruptedException {
        Duration pause = timing.firstPause();
        while (isNext(message)) {
            String failure = attempt(message);
            if (failure.isEmpty()) {
                settle(message);
            } else if (clock.nowMs() - message.bornMs() >= timing.giveUpAfter().toMillis()) {
                giveUp(message, failure);
            } else {
                tellFailure(message, failure);
                pause(message, pause);
                pause = pause.multipliedBy(2).compareTo(timing.pauseMax()) < 0
                        ? pause.multipliedBy(2)
                        : timing.pauseMax();
            }
        }
    }

    /** Whether it is still the oldest: it may have given way. */
    private synchronized boolean isNext(WebhookMessage message) {
        return !closed && message.equals(waiting.peekFirst());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private synchronized void settle(WebhookMessage message) {
        if (message.equals(waiting.peekFirst())) {
            waiting.removeFirst();
        }
        delivered++;
    }

    private synchronized void giveUp(WebhookMessage message, String failure) {
        if (message.equals(waiting.peekFirst())) {
            waiting.removeFirst();
            drop(message, failure);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void drop(WebhookMessage message, String why) {
        dropped++;
        LOG.atError()
                .addKeyValue("message", message.id())
                .addKeyValue("why", why)
                .log("alarm-webhook-dropped");
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void tellFailure(WebhookMessage message, String failure) {
        failures++;
        LOG.atWarn()
                .addKeyValue("message", message.id())
                .addKeyValue("why", failure)
                .log("alarm-webhook-failed");
    }

    /** Waits, unless the message gives way meanwhile. */
    private synchronized void pause(WebhookMessage message, Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0 && isNext(message); left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Empty if it was taken, else why not. */
    private String attempt(WebhookMessage message) throws InterruptedException {
        return post.send(message.id(), message.body());
    }

    /** Messages that were taken. */
    public long delivered() {
        return delivered;
    }

    /** Attempts that failed and are followed by another. */
    public long failures() {
        return failures;
    }

    /** Messages that nobody will be told. */
    public long dropped() {
        return dropped;
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    /** Ends at once: what waits is not sent any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        Threads.awaitEnd(thread);
    }
}

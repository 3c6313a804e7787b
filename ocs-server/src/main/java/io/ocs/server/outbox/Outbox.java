package io.ocs.server.outbox;

import io.ocs.core.Threads;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.NotificationRecord;
import io.ocs.core.journal.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the notifications of one shard's journal by one {@link Delivery}, in their order, on a thread of its own that charging never waits for. What is not
 * taken is tried again for good, after pauses that double. The position is made durable behind each delivery, so that a crash between the two
 * delivers once more under the same id, and never loses one. The journal is kept from {@link #neededFrom()} on.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration IDLE = Duration.ofMillis(50);

    /** Pauses behind attempts that have failed. */
    public record Timing(Duration firstPause, Duration pauseMax) {

        /** One second to five minutes. */
        public static final Timing DEFAULT = new Timing(Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    private final String node;
    private final int shard;
    private final Journal journal;
    private final Delivery delivery;
    private final Path file;
    private final Timing timing;
    private final Thread thread;
    private final NotificationRecord record = new NotificationRecord();
    private final Deque<Pending> batch = new ArrayDeque<>();
    private OutboxPosition position;
    private int readEpoch;
    private boolean closed;
    private boolean attempting;
    private volatile long neededFrom;
    private volatile long delivered;
    private volatile long failures;
    private volatile String lastError = "";

    private record Pending(long position, int epoch, Notification notification) {}

    /**
     * Not started yet. A delivery that is new begins with what is committed from now on.
     *
     * @param folder for the file of the position
     * @throws IOException if the position cannot be read, or not made durable
     */
    public Outbox(String node, int shard, Journal journal, Delivery delivery, Path folder, Timing timing)
            throws IOException {
        this.node = node;
        this.shard = shard;
        this.journal = journal;
        this.delivery = delivery;
        this.timing = timing;
        file = folder.resolve(delivery.name() + "-shard-" + shard + ".position");
        Optional<OutboxPosition> before = OutboxPosition.read(file);
        long end = journal.committedPosition();
        position = before.map(old -> old.in(journal)).orElse(new OutboxPosition(journal.epoch(), end, end - 1));
        if (!before.equals(Optional.of(position))) {
            position.write(file);
        }
        neededFrom = position.batch();
        readEpoch = position.epoch();
        thread = new Thread(this::run, "outbox-" + delivery.name() + "-" + shard);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try (JournalReader reader = journal.read(position.batch())) {
            while (!isClosed()) {
                if (reader.poll(this::onRecord)) {
                    deliverBatch(reader.position());
                } else {
                    pause(IDLE);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("outbox-ended"); // close() has interrupted an attempt
        } catch (JournalException e) {
            lastError = e.getMessage();
            LOG.atError()
                    .addKeyValue("shard", shard)
                    .addKeyValue("delivery", delivery.name())
                    .setCause(e)
                    .log("outbox-stopped");
        }
    }

    private void onRecord(
            RecordType type,
            int version,
            org.agrona.DirectBuffer buffer,
            int offset,
            int length,
            long at,
            long timeMs,
            int epoch) {
        readEpoch = epoch;
        if (type == RecordType.NOTIFICATION && at > position.delivered()) {
            Notification notification = Notification.of(node, shard, epoch, at, timeMs, record.wrap(buffer, offset));
            batch.addLast(new Pending(at, epoch, notification));
        }
    }

    /** Delivers what the batch holds; batches without notifications move the position in memory only. */
    private void deliverBatch(long behind) throws InterruptedException {
        if (batch.isEmpty()) {
            moveOn(behind);
            return;
        }
        while (!batch.isEmpty()) {
            Pending next = batch.peekFirst();
            deliver(next.notification());
            batch.removeFirst();
            long from = batch.isEmpty() ? behind : position.batch();
            keep(new OutboxPosition(next.epoch(), from, next.position()));
        }
    }

    private void moveOn(long behind) {
        position = new OutboxPosition(readEpoch, behind, position.delivered());
        neededFrom = behind;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void deliver(Notification notification) throws InterruptedException {
        Duration pause = timing.firstPause();
        while (true) {
            String failure = attempt(notification);
            if (failure.isEmpty()) {
                delivered++;
                lastError = "";
                return;
            }
            failures++;
            fail(notification.id(), failure);
            pause(pause);
            pause = longer(pause);
        }
    }

    /** Only an attempt is interrupted by {@link #close}, never the making of a position durable. */
    private String attempt(Notification notification) throws InterruptedException {
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("closed");
            }
            attempting = true;
        }
        try {
            return delivery.attempt(notification);
        } finally {
            synchronized (this) {
                attempting = false;
                if (Thread.interrupted()) {
                    LOG.atDebug().log("outbox-ending");
                }
            }
        }
    }

    /** Nothing is delivered behind a position that is not durable. */
    private void keep(OutboxPosition next) throws InterruptedException {
        Duration pause = timing.firstPause();
        while (true) {
            try {
                next.write(file);
                position = next;
                neededFrom = next.batch();
                return;
            } catch (IOException e) {
                fail(file.toString(), e.toString());
                pause(pause);
                pause = longer(pause);
            }
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(timing.pauseMax()) < 0 ? twice : timing.pauseMax();
    }

    private void fail(String what, String why) {
        lastError = why;
        LOG.atWarn()
                .addKeyValue("shard", shard)
                .addKeyValue("delivery", delivery.name())
                .addKeyValue("what", what)
                .addKeyValue("why", why)
                .log("notification-failed");
    }

    private synchronized void pause(Duration pause) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Position before which this outbox needs nothing of the journal. Any thread. */
    public long neededFrom() {
        return neededFrom;
    }

    /** Notifications that were taken, since the start. */
    public long delivered() {
        return delivered;
    }

    /** Attempts that failed and are followed by another. */
    public long failures() {
        return failures;
    }

    /** Octets of the journal that are not looked at yet. */
    public long lagOctets() {
        return Math.max(0, journal.committedPosition() - neededFrom);
    }

    /** What the last attempt failed with, while nothing was taken since. */
    public Optional<String> failing() {
        String error = lastError;
        return error.isEmpty() ? Optional.empty() : Optional.of(delivery.name() + " of shard " + shard + ": " + error);
    }

    /** Ends at once; what is not delivered is after the next start. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (attempting) {
                thread.interrupt();
            }
            notifyAll();
        }
        if (thread.getState() != Thread.State.NEW) {
            Threads.awaitEnd(thread);
        }
    }
}

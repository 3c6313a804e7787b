package io.ocs.sim;

import static java.util.Objects.requireNonNull;

import io.ocs.sim.NoAnswerException.Reason;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Plays sessions through one network element, by rate and seed. Sessions start at intended times, whatever the server does;
 * latency counts from there, so that a stall is seen by all who waited.
 *
 * <p>{@link #run} is called once; {@link #report} and {@link #end} by any thread, any time.
 */
public final class Simulation {
    private static final int THREADS = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long POLL_MS = 100;
    /** Makes Session-Ids of runs in one process and second differ. */
    private static final AtomicLong RUNS = new AtomicLong();

    private final NetworkElement element;
    private final SimulationOptions options;
    private final Meters meters = new Meters();
    private final Semaphore slots;
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(THREADS, Simulation::thread);
    private volatile boolean ending;
    private ClientLog clientLog;

    /**
     * @param element connected; it stays open after the run
     */
    public Simulation(NetworkElement element, SimulationOptions options) {
        this.element = requireNonNull(element, "element");
        this.options = requireNonNull(options, "options");
        this.slots = new Semaphore(options.concurrencyMax());
    }

    /**
     * Starts sessions until the count, the duration or {@link #end} is reached, then ends those still open, each with its next
     * request.
     *
     * @return the report once every session is over; the client log is closed by then
     * @throws IOException if the client log cannot be written
     * @throws InterruptedException if interrupted; sessions then stay as they are
     */
    public SimulationReport run() throws IOException, InterruptedException {
        try (ClientLog log = options.log() == null ? null : new ClientLog(options.log())) {
            clientLog = log;
            startSessions();
            ending = ending || options.duration() != null;
            slots.acquire(options.concurrencyMax());
        } finally {
            ending = true;
            scheduler.shutdownNow();
            scheduler.awaitTermination(1, TimeUnit.MINUTES);
        }
        if (fault.get() != null) {
            throw new IllegalStateException("the simulation is broken", fault.get());
        }
        return report();
    }

    /** Starts no more sessions, and ends the open ones with their next request. Returns at once; {@link #run} when all are over. */
    public void end() {
        ending = true;
    }

    /** What was seen so far. */
    public SimulationReport report() {
        return meters.report();
    }

    private void startSessions() throws InterruptedException {
        SplittableRandom seeds = new SplittableRandom(options.seed());
        String prefix = element.originHost() + ";" + System.currentTimeMillis() / 1000 + ";";
        String suffix = ";" + RUNS.incrementAndGet();
        long startNanos = System.nanoTime();
        long boundNanos =
                options.duration() == null ? Long.MAX_VALUE : options.duration().toNanos();
        for (long index = 0; index < options.sessions(); index++) {
            long dueNanos = index * NANOS_PER_SECOND / options.rate();
            if (dueNanos >= boundNanos || !awaitStart(startNanos + dueNanos)) {
                return;
            }
            if (System.nanoTime() - startNanos >= boundNanos) {
                slots.release();
                return;
            }
            SplittableRandom random = seeds.split();
            Scenario scenario = options.mix().pick(random);
            Subscriber subscriber = Subscriber.of(options.msisdnFrom(), random.nextInt(options.msisdnCount()));
            String sessionId = prefix + index + suffix;
            Script script = scenario.script(subscriber, sessionId, random.split(), options);
            SimulatedSession session = new SimulatedSession(this, script, random, sessionId);
            long intendedNanos = startNanos + dueNanos;
            schedule(() -> session.start(intendedNanos), 0);
        }
    }

    /** Waits for the time and for a free slot, which it takes; false if the run ends before. */
    private boolean awaitStart(long intendedNanos) throws InterruptedException {
        for (long left = intendedNanos - System.nanoTime();
                left > 0 && !ending;
                left = intendedNanos - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(POLL_MS)));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        while (!ending) {
            if (slots.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    NetworkElement element() {
        return element;
    }

    SimulationOptions options() {
        return options;
    }

    Meters meters() {
        return meters;
    }

    boolean isEnding() {
        return ending;
    }

    void sessionOver() {
        slots.release();
    }

    /** Sends, and lets {@code then} go on with answer or failure, on the scheduler. */
    void send(
            CreditControlRequest request,
            long endToEndId,
            boolean retransmitted,
            BiConsumer<CreditControlAnswer, Throwable> then) {
        var unused = element.send(request, endToEndId, retransmitted)
                .whenCompleteAsync((answer, failure) -> guarded(() -> then.accept(answer, failure)), scheduler);
    }

    void schedule(Runnable task, long delayMs) {
        var unused = scheduler.schedule(() -> guarded(task), delayMs, TimeUnit.MILLISECONDS);
    }

    void log(
            CreditControlRequest request,
            boolean retransmitted,
            long latencyMicros,
            CreditControlAnswer answer,
            Reason missing) {
        if (clientLog != null) {
            clientLog.append(request, retransmitted, latencyMicros, answer, missing);
        }
    }

    /** A fault of our own ends the run: it must not look like a quiet session. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fault.compareAndSet(null, e);
            ending = true;
            slots.release(options.concurrencyMax());
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "simulation");
        thread.setDaemon(true);
        return thread;
    }
}

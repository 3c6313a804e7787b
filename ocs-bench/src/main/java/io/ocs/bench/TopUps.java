package io.ocs.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Top-ups through the administration API beside a load, as many as a share of the requests answered so far; what the API does not take in
 * time, with a bounded number under way, is not made up for after the end.
 */
final class TopUps implements WindowListener {
    private static final int UNDER_WAY_MAX = 32;
    private static final long END_MAX_S = 30;
    private static final String AMOUNT = "0.01EUR";

    private final AdminClient admin;
    private final Subscribers subscribers;
    private final int percent;
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private long answeredBefore;
    private long due;
    private long sent;

    /** {@code percent} of the requests; 0: none. */
    TopUps(AdminClient admin, Subscribers subscribers, int percent) {
        this.admin = admin;
        this.subscribers = subscribers;
        this.percent = percent;
    }

    long done() {
        return done.get();
    }

    /** Those that were refused, or not answered. */
    long failed() {
        return failed.get();
    }

    @Override
    public void onBegin(long answered) {
        answeredBefore = answered;
    }

    @Override
    public void onTick(Progress progress) {
        owe((progress.answered() - answeredBefore) * percent / 100);
        send();
    }

    /** Sends no more, and waits for what is under way. */
    @Override
    public void onEnd(long answered) throws InterruptedException {
        owe(0);
        if (!underWay.tryAcquire(UNDER_WAY_MAX, END_MAX_S, TimeUnit.SECONDS)) {
            failed.addAndGet(UNDER_WAY_MAX - underWay.availablePermits());
        }
    }

    private synchronized void owe(long count) {
        due = count;
    }

    /** By the load's thread, and by the client's whenever one is done. */
    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of each is counted
    private synchronized void send() {
        while (sent < due && underWay.tryAcquire()) {
            long subscriber = subscribers.first() + sent % subscribers.count();
            sent++;
            admin.topUp(subscribers.identity(subscriber), AMOUNT).whenComplete((status, failure) -> {
                (failure == null && status == 200 ? done : failed).incrementAndGet();
                underWay.release();
                send();
            });
        }
    }
}

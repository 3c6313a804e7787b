package io.ocs.server.assembly;

import io.ocs.core.Threads;
import io.ocs.core.shard.ShardAdministration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with transfers between shards that a crash or a full disk has interrupted: at once when the server starts, and every few seconds. */
final class TransferRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransferRounds.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ShardAdministration administration;
    private final Thread thread;
    private volatile boolean closed;
    private int told;

    private TransferRounds(ShardAdministration administration) {
        this.administration = administration;
        thread = new Thread(this::run, "transfer-rounds");
        thread.setDaemon(true);
    }

    /** Begins; the shards must run. */
    static TransferRounds start(ShardAdministration administration) {
        TransferRounds rounds = new TransferRounds(administration);
        rounds.thread.start();
        return rounds;
    }

    private void run() {
        while (!closed) {
            goRound();
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private void goRound() {
        try {
            int left = administration.resumeTransfers().get(PAUSE_NANOS, TimeUnit.NANOSECONDS);
            if (left > 0 && left != told) {
                LOG.atWarn().addKeyValue("transfers", left).log("transfers-under-way");
            }
            told = left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        } catch (TimeoutException | ExecutionException e) {
            LOG.atWarn().setCause(e).log("transfers-not-resumed"); // the next round tries again
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.awaitEnd(thread);
    }
}

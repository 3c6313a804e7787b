package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.journal.MemoryJournal;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardOnLoop;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.state.AccountStore;
import io.ocs.core.time.SystemClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: a shard that is run by an event loop works on its thread, outlives it, and ends as one with a thread of its own does. */
@Timeout(60)
class ShardOnLoopTest {

    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "loop"));
    private final AccountStore image = new MemoryAccountStore(new StoreCapacity(100, 100, 100, 100, 100, 100));
    private final MemoryJournal journal = new MemoryJournal();
    private final ChargingShard shard = shard();
    private final ShardOnLoop runner = new ShardOnLoop(shard, loop);

    private ChargingShard shard() {
        new Recovery(image, journal).run(position -> {});
        return new ChargingShard(
                0,
                ShardSettings.defaults(),
                ChargingPolicy.defaults(),
                image,
                journal,
                new BucketLedger(),
                FlowCatalog.offers(),
                new SystemClock(),
                (index, what, cause) -> {
                    throw new AssertionError(what, cause);
                });
    }

    @AfterEach
    void endLoop() {
        loop.shutdownNow();
        image.close();
    }

    private CompletableFuture<String> worker() {
        return shard.query(store -> Thread.currentThread().getName());
    }

    @Test
    void worksOnTheThreadOfTheLoop() {
        runner.start();
        assertThat(worker().join()).isEqualTo("loop");
        runner.close();
        assertThat(shard.isStopped()).isTrue();
        assertThat(loop.isShutdown()).as("the loop is another's").isFalse();
    }

    @Test
    void outlivesTheLoop() throws InterruptedException {
        runner.start();
        assertThat(worker().join()).isEqualTo("loop");
        loop.shutdown();
        assertThat(loop.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(worker().join()).isEqualTo("shard-0");
        runner.close();
        assertThat(shard.isStopped()).isTrue();
    }

    @Test
    void finishesWhatWaitsBeforeItEnds() throws InterruptedException {
        runner.start();
        worker().join();
        Block block = new Block();
        loop.execute(block);
        block.entered.await();
        CompletableFuture<String> waiting = worker();
        Thread closing = new Thread(runner::close);
        closing.start();
        assertThat(waiting).isNotDone();
        block.open();
        closing.join();
        assertThat(waiting.join()).isIn("loop", "shard-0");
        assertThat(worker()).as("what comes later is refused").isCompletedExceptionally();
    }

    /** Holds a thread until it is opened. */
    private static final class Block implements Runnable {
        final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch latch = new CountDownLatch(1);

        @Override
        public void run() {
            entered.countDown();
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void open() {
            latch.countDown();
        }
    }
}

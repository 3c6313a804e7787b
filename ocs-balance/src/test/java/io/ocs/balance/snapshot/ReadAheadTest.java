package io.ocs.balance.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.snapshot.SnapshotException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: blocks come whole and in their order, trouble comes in its turn, and no thread is left behind. */
@Timeout(60)
class ReadAheadTest {

    private static final int COUNT = 1_000;

    private int next;
    private volatile Thread reader;

    /** Numbers the blocks. */
    private boolean read(ByteBuffer target) {
        reader = Thread.currentThread();
        for (int at = 0; at < target.capacity(); at += 4096) {
            target.putInt(at, next);
        }
        return ++next < COUNT;
    }

    private static void assertIs(int number, ByteBuffer block) {
        for (int at = 0; at < block.capacity(); at += 4096) {
            if (block.getInt(at) != number) {
                throw new AssertionError("block " + number + " holds " + block.getInt(at) + " at " + at);
            }
        }
    }

    @Test
    void allBlocksComeInTheirOrder() {
        try (ReadAhead ahead = new ReadAhead("here", this::read)) {
            for (int number = 0; number < COUNT; number++) {
                assertIs(number, ahead.next());
            }
        }
        assertThat(next).isEqualTo(COUNT);
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void readingGoesOnWhileABlockIsUsed() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        try (ReadAhead ahead = new ReadAhead("here", target -> {
            third.countDown();
            return read(target);
        })) {
            ByteBuffer first = ahead.next();
            third.await();
            assertIs(0, first);
            assertIs(1, ahead.next());
        }
    }

    @Test
    void whatGoesWrongComesBehindTheBlocksBeforeIt() {
        try (ReadAhead ahead = new ReadAhead("here", target -> {
            if (next == 20) {
                throw new IllegalArgumentException("block 20");
            }
            return read(target);
        })) {
            for (int number = 0; number < 20; number++) {
                assertIs(number, ahead.next());
            }
            assertThatThrownBy(ahead::next).hasMessage("block 20");
        }
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void anErrorOfTheReaderIsNotSwallowed() {
        try (ReadAhead ahead = new ReadAhead("here", target -> {
            throw new StackOverflowError("deep");
        })) {
            assertThatThrownBy(ahead::next).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void whoStopsInTheMiddleLeavesNoThread() {
        try (ReadAhead ahead = new ReadAhead("here", this::read)) {
            assertIs(0, ahead.next());
        }
        assertThat(reader.isAlive()).isFalse();
        assertThat(next).as("it reads a few ahead only").isLessThan(20);
    }

    @Test
    void anInterruptionEndsTheWaitAndIsToldAgain() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread taker = new Thread(() -> {
            try (ReadAhead ahead = new ReadAhead("here", target -> {
                awaitUninterruptibly(never);
                return false;
            })) {
                try {
                    ahead.next();
                } catch (SnapshotException e) {
                    thrown.set(e);
                    interrupted.set(Thread.currentThread().isInterrupted());
                    never.countDown();
                }
            }
        });
        taker.start();
        taker.interrupt();
        taker.join();
        assertThat(thrown.get()).hasMessageContaining("here").hasMessageContaining("interrupted");
        assertThat(interrupted.get()).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

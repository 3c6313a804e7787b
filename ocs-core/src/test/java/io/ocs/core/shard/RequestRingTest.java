package io.ocs.core.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.request.CreditControlExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RequestRingTest {

    @Test
    void slotsGoRoundOnceTheyAreFreed() {
        RequestRing ring = new RequestRing(2);
        CreditControlExchange first = ring.claim();
        assertThat(ring.claim()).isNotSameAs(first);
        assertThat(ring.claim()).isNull();
        assertThat(ring.take()).as("not published yet").isNull();
        ring.publish();
        assertThat(ring.take()).isSameAs(first);
        assertThat(ring.answered()).as("not answered yet").isNull();
        ring.answer(ring.taken());
        assertThat(ring.answered()).isSameAs(first);
        ring.free();
        assertThat(ring.answered()).as("the second was not taken").isNull();
        assertThat(ring.inFlight()).isEqualTo(1);
        assertThat(ring.claim()).isSameAs(first);
    }

    /** Goal: whatever the interleaving, every request is seen whole, once, in order, and so is its answer. */
    @Test
    @Timeout(60)
    void twoThreadsLoseNothing() throws InterruptedException {
        RequestRing ring = new RequestRing(64);
        int total = 200_000;
        Thread shard = new Thread(() -> {
            for (int seen = 0; seen < total; ) {
                CreditControlExchange exchange = ring.take();
                if (exchange == null) {
                    ring.answer(ring.taken());
                    Thread.onSpinWait();
                } else {
                    exchange.answer.clear();
                    exchange.answer.cost(exchange.request().number() * 3, 1);
                    seen++;
                }
            }
            ring.answer(ring.taken());
        });
        shard.start();
        int sent = 0;
        for (int got = 0; got < total; ) {
            CreditControlExchange slot = sent < total ? ring.claim() : null;
            if (slot != null) {
                slot.request().number(sent++);
                ring.publish();
            }
            for (CreditControlExchange done = ring.answered(); done != null; done = ring.answered()) {
                assertThat(done.request().number()).isEqualTo(got);
                assertThat(done.answer.costMicros()).isEqualTo(3L * got);
                ring.free();
                got++;
            }
        }
        shard.join();
    }
}

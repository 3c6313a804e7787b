package io.ocs.core.shard;

import io.ocs.core.request.CreditControlExchange;
import java.util.Arrays;
import java.util.function.Consumer;

/** The rings through which requests come to a shard, each with the wake-up of its event loop. Rings are only ever added. */
final class Inlets {

    /** A ring and the wake-up of its event loop. */
    static final class Inlet {
        final RequestRing ring;
        private volatile Runnable wakeUp = () -> {};
        private long answered;

        Inlet(RequestRing ring) {
            this.ring = ring;
        }

        /** The next request, or null. Shard. */
        CreditControlExchange take() {
            return ring.take();
        }

        /** Shows the answers to the first {@code count} requests that were ever taken, and wakes who waits for them. Shard. */
        void answer(long count) {
            if (count > answered) {
                answered = count;
                ring.answer(count);
                wakeUp.run();
            }
        }
    }

    private volatile Inlet[] inlets = {};

    /** All inlets now. Any thread. */
    Inlet[] all() {
        return inlets;
    }

    /** Opens a ring for one event loop. Any thread. */
    synchronized RequestRing open(int capacity) {
        Inlet[] more = Arrays.copyOf(inlets, inlets.length + 1);
        Inlet inlet = new Inlet(new RequestRing(capacity));
        more[inlets.length] = inlet;
        inlets = more;
        return inlet.ring;
    }

    /** Names who is to be woken when the ring has answers. Any thread. */
    void onAnswers(RequestRing ring, Runnable wakeUp) {
        for (Inlet inlet : inlets) {
            if (inlet.ring == ring) {
                inlet.wakeUp = wakeUp;
            }
        }
    }

    boolean hasRequests() {
        for (Inlet inlet : inlets) {
            if (inlet.ring.hasRequests()) {
                return true;
            }
        }
        return false;
    }

    /** Visits the requests taken and not answered yet. Shard. */
    static void forEachUnanswered(Inlet[] open, Consumer<CreditControlExchange> visitor) {
        for (Inlet inlet : open) {
            inlet.ring.forEachUnanswered(visitor);
        }
    }
}

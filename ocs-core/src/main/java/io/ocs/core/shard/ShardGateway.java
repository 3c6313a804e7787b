package io.ocs.core.shard;

import io.ocs.core.RequestType;
import io.ocs.core.charging.Outcomes;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.Table;
import java.util.List;

/**
 * Routes requests to shards: by the session if one is open, else by the outcome of one that has ended (or of the event), else by the first identity
 * that is known, else by the hash of the Session-Id. Event loops read the shards' directories without locks, so the choice is a hint; the shard looks again and answers what it finds.
 */
public final class ShardGateway implements ChargingGateway {

    private final List<ChargingShard> shards;
    private volatile boolean refusingNew;

    public ShardGateway(List<ChargingShard> shards) {
        this.shards = List.copyOf(shards);
    }

    /** From now on there is no room for initial requests and events, as when the rings are full. Any thread. */
    public void refuseNew() {
        refusingNew = true;
    }

    @Override
    public ChargingPort openPort() {
        return new Port();
    }

    private int route(CreditControlRequest request) {
        int count = shards.size();
        if (count == 1) {
            return 0;
        }
        int owner = owner(Table.SESSION, request.sessionHigh(), request.sessionLow());
        if (owner < 0) {
            owner = outcomeOwner(request);
        }
        for (int i = 0; i < request.subscriptionCount() && owner < 0; i++) {
            owner = owner(Table.IDENTITY, request.subscriptionHigh(i), request.subscriptionLow(i));
        }
        return owner >= 0 ? owner : (int) Long.remainderUnsigned(request.sessionLow(), count);
    }

    /** Who knows how this session or event has ended: a repeat need not name its subscriber, who may be gone by now. */
    private int outcomeOwner(CreditControlRequest request) {
        long high = request.sessionHigh();
        long low = request.sessionLow();
        return request.type() == RequestType.EVENT
                ? owner(
                        Table.OUTCOME,
                        Outcomes.eventHigh(high, request.number()),
                        Outcomes.eventLow(low, request.number()))
                : owner(Table.OUTCOME, Outcomes.sessionHigh(high), Outcomes.sessionLow(low));
    }

    private int owner(Table table, long high, long low) {
        for (int i = 0; i < shards.size(); i++) {
            if (shards.get(i).image().mayContain(table, high, low)) {
                return i;
            }
        }
        return -1;
    }

    /** Of one event loop: a ring to every shard and a spare request. */
    private final class Port implements ChargingPort {

        private final RequestRing[] rings = new RequestRing[shards.size()];
        private final boolean[] touched = new boolean[shards.size()];
        private CreditControlRequest spare = new CreditControlRequest();

        Port() {
            for (int i = 0; i < rings.length; i++) {
                rings[i] = shards.get(i).openRing();
            }
        }

        @Override
        public CreditControlRequest request() {
            spare.clear();
            return spare;
        }

        @Override
        public boolean submit(CreditControlExchange.Envelope envelope) {
            spare.seal();
            int shard = route(spare);
            RequestRing ring = rings[shard];
            if (ring.inFlight() >= limit(shards.get(shard), spare.type(), ring.capacity())) {
                return false;
            }
            CreditControlExchange exchange = ring.claim();
            exchange.envelope.copyFrom(envelope);
            spare = exchange.swap(spare);
            touched[shard] = true;
            return true;
        }

        /** New sessions are the first to be refused, terminations the last. */
        private int limit(ChargingShard shard, RequestType type, int capacity) {
            if (shard.isStopped()) {
                return 0;
            }
            return switch (type) {
                case INITIAL, EVENT -> refusingNew || shard.isShortOfRoom() ? 0 : capacity * 60 / 100;
                case UPDATE -> capacity * 85 / 100;
                case TERMINATION -> capacity;
            };
        }

        @Override
        public void flush() {
            for (int i = 0; i < rings.length; i++) {
                if (touched[i]) {
                    touched[i] = false;
                    rings[i].publish();
                    shards.get(i).wake();
                }
            }
        }

        @Override
        public int drain(AnswerHandler handler) {
            int count = 0;
            for (RequestRing ring : rings) {
                for (CreditControlExchange exchange = ring.answered(); exchange != null; exchange = ring.answered()) {
                    try {
                        handler.onAnswer(exchange);
                    } finally {
                        ring.free(); // else an answer that nobody can send would come again, before all others, for
                        // ever
                    }
                    count++;
                }
            }
            return count;
        }

        @Override
        public int fullnessPercent() {
            int fullest = 0;
            for (RequestRing ring : rings) {
                fullest = Math.max(fullest, (int) (100L * ring.inFlight() / ring.capacity()));
            }
            return fullest;
        }

        @Override
        public void onAnswers(Runnable wakeUp) {
            for (int i = 0; i < rings.length; i++) {
                shards.get(i).onAnswers(rings[i], wakeUp);
            }
        }
    }
}

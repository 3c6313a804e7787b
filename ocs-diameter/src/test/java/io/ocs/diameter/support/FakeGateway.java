package io.ocs.diameter.support;

import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.shard.ChargingGateway;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.shard.RequestRing;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands for the shards: one thread per port answers over a real {@link RequestRing}, granting what is asked for with a validity of 600 s, unless
 * told otherwise.
 */
public final class FakeGateway implements ChargingGateway, AutoCloseable {

    /** Decides one exchange, on the shard's thread. */
    @FunctionalInterface
    public interface Decider {
        void decide(CreditControlExchange exchange);
    }

    public final LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    private volatile Decider decider = FakeGateway::grantAll;
    private volatile boolean full;
    private volatile boolean held;
    private volatile boolean closed;

    public void decider(Decider newDecider) {
        decider = newDecider;
    }

    /** Whether submissions are refused. */
    public void full(boolean value) {
        full = value;
    }

    /** Whether answers are held back. */
    public void held(boolean value) {
        held = value;
    }

    /** Grants to every service what it asks for, or a thousand units if it asks for none in particular. */
    public static void grantAll(CreditControlExchange exchange) {
        CreditControlRequest request = exchange.request();
        CreditControlAnswer answer = exchange.answer;
        answer.clear();
        for (int i = 0; i < request.serviceCount(); i++) {
            ServiceUsage service = request.service(i);
            ServiceGrant grant = answer.addGrant(service.ratingGroup(), service.serviceIdentifier());
            if (service.hasRequested()) {
                UnitKind kind = requestedKind(service);
                grant.granted(kind, service.requested(kind) < 0 ? 1000 : service.requested(kind));
                grant.validityTimeS(600);
            }
        }
    }

    private static UnitKind requestedKind(ServiceUsage service) {
        for (UnitKind kind : UnitKind.values()) {
            if (service.requested(kind) != ServiceUsage.ABSENT) {
                return kind;
            }
        }
        return UnitKind.TOTAL_OCTETS;
    }

    /** Refuses every request at message level. */
    public static Decider refuse(ResultCode code, CreditControlAnswer.Failed failed) {
        return exchange -> {
            exchange.answer.clear();
            exchange.answer.refuse(code, failed, "refused by the test");
        };
    }

    @Override
    public ChargingPort openPort() {
        Port port = new Port();
        Thread thread = new Thread(port::serve, "fake-shard");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return port;
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private final class Port implements ChargingPort {

        private final RequestRing ring = new RequestRing(2048);
        private CreditControlRequest spare = new CreditControlRequest();
        private volatile Runnable wakeUp;

        void serve() {
            while (!closed) {
                int count = 0;
                while (!held && ring.hasRequests()) {
                    decider.decide(ring.take());
                    count++;
                }
                if (count > 0) {
                    ring.answer(ring.taken());
                    wakeUp.run();
                } else {
                    LockSupport.parkNanos(20_000);
                }
            }
        }

        @Override
        public CreditControlRequest request() {
            spare.clear();
            return spare;
        }

        @Override
        public boolean submit(CreditControlExchange.Envelope envelope) {
            CreditControlExchange slot = full ? null : ring.claim();
            if (slot == null) {
                return false;
            }
            slot.envelope.copyFrom(envelope);
            spare = slot.swap(spare);
            return true;
        }

        @Override
        public void flush() {
            ring.publish();
        }

        @Override
        public int drain(AnswerHandler handler) {
            int count = 0;
            for (CreditControlExchange next = ring.answered(); next != null; next = ring.answered()) {
                handler.onAnswer(next);
                ring.free();
                count++;
            }
            return count;
        }

        @Override
        public int fullnessPercent() {
            return full ? 100 : 100 * ring.inFlight() / ring.capacity();
        }

        @Override
        public void onAnswers(Runnable runnable) {
            wakeUp = runnable;
        }
    }
}

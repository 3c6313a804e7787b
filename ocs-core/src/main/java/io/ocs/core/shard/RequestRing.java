package io.ocs.core.shard;

import io.ocs.core.request.CreditControlExchange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The ring between one event loop and one shard, used both ways: the event loop publishes requests, the shard writes each answer into
 * the request's own slot and moves a second cursor, the event loop encodes the answer from there and frees the slot. Exactly one producer
 * thread and one consumer thread. A slot takes the exchange that was freed last, so that only as many of them are touched as are in flight: the
 * caches hold them.
 *
 * <pre>
 *   freed ≤ answered ≤ taken ≤ published ≤ claimed ≤ freed + capacity
 *   event loop | shard | shard | event loop | event loop
 * </pre>
 */
public final class RequestRing {

    private static final VarHandle PUBLISHED = handle("published");
    private static final VarHandle ANSWERED = handle("answered");

    private final CreditControlExchange[] slots;
    private final CreditControlExchange[] spares;
    private int spareCount;
    private final int mask;
    // Written by the event loop.
    private long freed;
    private long claimed;

    @SuppressWarnings("unused") // through PUBLISHED
    private volatile long published;

    // Written by the shard.
    private long taken;

    @SuppressWarnings("unused") // through ANSWERED
    private volatile long answered;

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(RequestRing.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A ring of {@code capacity} slots, a power of two. */
    public RequestRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("the capacity of a ring is a power of two, not " + capacity);
        }
        slots = new CreditControlExchange[capacity];
        spares = new CreditControlExchange[capacity];
        for (int i = 0; i < capacity; i++) {
            spares[i] = new CreditControlExchange();
        }
        spareCount = capacity;
        mask = capacity - 1;
    }

    public int capacity() {
        return slots.length;
    }

    /** Requests claimed and not yet freed. Event loop. */
    public int inFlight() {
        return (int) (claimed - freed);
    }

    /** The next free slot, or null if all are in flight. Event loop. */
    public CreditControlExchange claim() {
        if (claimed - freed == slots.length) {
            return null;
        }
        CreditControlExchange exchange = spares[--spareCount];
        slots[(int) claimed++ & mask] = exchange;
        return exchange;
    }

    /** Shows all claimed slots to the shard. Event loop, once per read. */
    public void publish() {
        PUBLISHED.setRelease(this, claimed);
    }

    /** Whether there is something to {@link #take}. Shard. */
    public boolean hasRequests() {
        return taken < (long) PUBLISHED.getAcquire(this);
    }

    /** The next request, or null. Shard. */
    public CreditControlExchange take() {
        if (!hasRequests()) {
            return null;
        }
        return slots[(int) taken++ & mask];
    }

    /** The request that comes {@code ahead} behind the next one, or null if it is not there yet. Shard. */
    CreditControlExchange peek(int ahead) {
        long at = taken + ahead;
        return at < (long) PUBLISHED.getAcquire(this) ? slots[(int) at & mask] : null;
    }

    /** Visits the requests taken whose answers are not shown yet. Shard. */
    void forEachUnanswered(Consumer<CreditControlExchange> visitor) {
        for (long at = (long) ANSWERED.get(this); at < taken; at++) {
            visitor.accept(slots[(int) at & mask]);
        }
    }

    /** How many requests were taken so far. Shard. */
    public long taken() {
        return taken;
    }

    /** Shows the answers to the first {@code count} requests that were ever taken. Shard, once per batch. */
    public void answer(long count) {
        ANSWERED.setRelease(this, count);
    }

    /** Requests that the shard has not answered yet. Any thread; may be late. */
    long waiting() {
        long done = (long) ANSWERED.getAcquire(this);
        return Math.max(0, (long) PUBLISHED.getAcquire(this) - done);
    }

    /** Whether there is an answer to send. Event loop. */
    public boolean hasAnswers() {
        return freed < (long) ANSWERED.getAcquire(this);
    }

    /** The oldest answered exchange, to be encoded and then freed; or null. Event loop. */
    public CreditControlExchange answered() {
        return hasAnswers() ? slots[(int) freed & mask] : null;
    }

    /** Frees the slot that {@link #answered} gave. Event loop. */
    public void free() {
        spares[spareCount++] = slots[(int) freed++ & mask];
    }
}

package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientAnswer.Status;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequests;
import io.ocs.diameter.codec.ClientRequestCodec;
import io.ocs.diameter.codec.DiameterHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of this server's own: RAR and ASR, on their way to clients. One event loop is their home and keeps the books; connections of others are
 * handed what they are to write, and hand back what they have read. A request that is not answered in time, or whose connection ends, is sent again, with
 * the T bit and the same End-to-End id (RFC 6733 §5.5.4), a bounded number of times. New ones are paced, so that their clients do not all come at once, and
 * those that concern fewer sessions go first.
 */
final class ClientExchanges implements ClientRequests {

    private static final long TICK_MS = 20;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A tenth of a second's requests may go at once. */
    private static final int BURSTS_PER_SECOND = 10;
    /** Of the room there is, in percent, what requests of a wider {@link Reach} may take, so that others find some. */
    private static final int SOME_PERCENT = 75;

    private static final int ALL_PERCENT = 50;

    private final ClientRequestConfig config;
    private final ScheduledExecutorService home;
    private final Origins origins = new Origins();
    private final ClientRoutes routes;
    private final DiameterListener listener;
    private final long timeoutNanos;

    private final AtomicInteger held = new AtomicInteger();
    /** By reach: the first that is not empty goes next. */
    private final List<Queue<ClientExchange>> waiting =
            List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());

    // Home.
    private final Map<Integer, ClientExchange> pending = new HashMap<>();
    private final Deque<Deadline> deadlines = new ArrayDeque<>();
    private int nextIdentifier = ThreadLocalRandom.current().nextInt();
    private double allowance;
    private long allowedNanos = System.nanoTime();
    private boolean ticking;

    /** When an attempt is over. */
    private record Deadline(ClientExchange exchange, int hopByHop, long nanos) {}

    ClientExchanges(
            ClientRequestConfig config, ScheduledExecutorService home, PeerTable peers, DiameterListener listener) {
        this.config = config;
        this.home = home;
        this.listener = listener;
        routes = new ClientRoutes(origins, peers);
        timeoutNanos = config.timeout().toNanos();
    }

    Origins origins() {
        return origins;
    }

    @Override
    public int room(Reach reach) {
        int max =
                switch (reach) {
                    case ONE -> config.pendingMax();
                    case SOME -> percent(SOME_PERCENT);
                    case ALL -> percent(ALL_PERCENT);
                };
        return Math.max(0, max - held.get());
    }

    private int percent(int percent) {
        return (int) Math.max(1, (long) config.pendingMax() * percent / 100);
    }

    @Override
    public CompletableFuture<ClientAnswer> send(ClientRequest request, Reach reach) {
        if (held.incrementAndGet() > config.pendingMax()) {
            return refused(request, Status.TOO_MANY);
        }
        ClientExchange exchange =
                new ClientExchange(request, ThreadLocalRandom.current().nextInt());
        Queue<ClientExchange> queue = waiting.get(reach.ordinal());
        queue.add(exchange);
        try {
            home.execute(this::work);
        } catch (RejectedExecutionException e) { // the server has stopped
            queue.remove(exchange);
            return refused(request, Status.UNROUTABLE);
        }
        return exchange.future;
    }

    private CompletableFuture<ClientAnswer> refused(ClientRequest request, Status status) {
        held.decrementAndGet();
        listener.onClientRequestEnded(request.kind(), status);
        return CompletableFuture.completedFuture(ClientAnswer.none(status));
    }

    /** Home. */
    @SuppressWarnings("FutureReturnValueIgnored") // the tick that it schedules cannot fail
    private void work() {
        long now = System.nanoTime();
        expire(now);
        earn(now);
        for (ClientExchange next = next(); next != null; next = next()) {
            attempt(next, now);
        }
        if (held.get() > 0 && !ticking) {
            ticking = true;
            home.schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** The next one that may go now, or null. */
    private ClientExchange next() {
        if (allowance < 1) {
            return null;
        }
        for (Queue<ClientExchange> queue : waiting) {
            ClientExchange first = queue.poll();
            if (first != null) {
                allowance--;
                return first;
            }
        }
        return null;
    }

    private void tick() {
        ticking = false;
        work();
    }

    private void earn(long now) {
        double earned = (double) (now - allowedNanos) * config.perSecond() / SECOND_NANOS;
        double most = Math.max(1, config.perSecond() / BURSTS_PER_SECOND);
        allowance = Math.min(most, allowance + earned);
        allowedNanos = now;
    }

    private void expire(long now) {
        while (!deadlines.isEmpty() && deadlines.peekFirst().nanos() - now <= 0) {
            Deadline deadline = deadlines.removeFirst();
            ClientExchange exchange = deadline.exchange();
            if (!exchange.future.isDone() && exchange.hopByHop == deadline.hopByHop()) {
                again(exchange, now);
            }
        }
    }

    /** Sends it again, unless it was sent often enough. */
    private void again(ClientExchange exchange, long now) {
        pending.remove(exchange.hopByHop);
        if (exchange.attempts < config.attempts()) {
            attempt(exchange, now);
        } else {
            end(exchange, ClientAnswer.none(Status.TIMED_OUT));
        }
    }

    private void attempt(ClientExchange exchange, long now) {
        ClientRoutes.Route route = routes.find(exchange.request, exchange.unfit);
        if (route == null) {
            end(exchange, ClientAnswer.none(exchange.sent ? Status.TIMED_OUT : Status.UNROUTABLE));
            return;
        }
        exchange.attempts++;
        exchange.hopByHop = nextIdentifier++;
        exchange.connection = route.connection();
        exchange.host = route.host();
        pending.put(exchange.hopByHop, exchange);
        deadlines.addLast(new Deadline(exchange, exchange.hopByHop, now + timeoutNanos));
        int hopByHop = exchange.hopByHop;
        boolean repeated = exchange.sent;
        exchange.sent = true;
        route.connection()
                .send(
                        new ClientMessage(
                                exchange.request, route.host(), route.realm(), hopByHop, exchange.endToEnd, repeated),
                        () -> onUnsent(exchange, hopByHop, repeated));
    }

    /** On the event loop of the connection, which is not open (any more): that was no attempt. */
    private void onUnsent(ClientExchange exchange, int hopByHop, boolean sentBefore) {
        home(() -> {
            if (exchange.hopByHop == hopByHop && !exchange.future.isDone()) {
                exchange.sent = sentBefore;
                exchange.attempts--;
                exchange.unfit.add(exchange.connection);
                again(exchange, System.nanoTime());
            }
        });
    }

    /** Takes an answer, on the event loop of its connection, where {@code loop} is. */
    void onAnswer(PeerLoop loop, PeerConnection connection, ByteBuf message, int offset, int length) {
        int hopByHop = DiameterHeader.hopByHop(message, offset);
        int command = DiameterHeader.command(message, offset);
        int resultCode = loop.clientCodec.resultCode(message, offset, length);
        home(() -> onAnswer(connection, hopByHop, command, resultCode));
    }

    private void onAnswer(PeerConnection connection, int hopByHop, int command, int resultCode) {
        ClientExchange exchange = pending.get(hopByHop);
        if (exchange == null
                || exchange.connection != connection
                || !ClientRequestCodec.isAnswer(command, exchange.request.kind())) {
            listener.onUnexpectedAnswer();
        } else if (isLater(resultCode)) {
            pending.remove(hopByHop); // its time-out sends it again
        } else {
            pending.remove(hopByHop);
            boolean mistaken =
                    resultCode == ResultCode.UNKNOWN_SESSION_ID.code() && !mayKnow(connection, exchange.host);
            end(exchange, ClientAnswer.of(mistaken ? ResultCode.UNABLE_TO_COMPLY.code() : resultCode));
        }
    }

    /** Whether a session of that host can be unknown to who is at the other end: to itself, or to somebody behind an agent, but not to a neighbour of its realm. */
    private static boolean mayKnow(PeerConnection connection, String host) {
        return connection.exchange().isRelay() || connection.exchange().name().equalsIgnoreCase(host);
    }

    /** Whether the same request may succeed later: failure to send, in the words of RFC 6733 §8.1. */
    private static boolean isLater(int resultCode) {
        return resultCode == ResultCode.UNABLE_TO_DELIVER.code()
                || resultCode == ResultCode.TOO_BUSY.code()
                || resultCode == ResultCode.LOOP_DETECTED.code();
    }

    /** A connection has ended; what was sent over it goes another way. On its event loop. */
    void onConnectionEnd(PeerConnection connection) {
        if (held.get() == 0) {
            return;
        }
        home(() -> {
            List<ClientExchange> cut = new ArrayList<>(pending.values());
            cut.removeIf(exchange -> exchange.connection != connection);
            long now = System.nanoTime();
            for (ClientExchange exchange : cut) {
                exchange.unfit.add(connection);
                again(exchange, now);
            }
        });
    }

    private void end(ClientExchange exchange, ClientAnswer answer) {
        held.decrementAndGet();
        listener.onClientRequestEnded(exchange.request.kind(), answer.status());
        exchange.future.complete(answer);
    }

    private void home(Runnable task) {
        try {
            home.execute(task);
        } catch (RejectedExecutionException e) {
            // the server has stopped: nobody waits for answers any more
            listener.onUnexpectedAnswer();
        }
    }

    /** Ends all that are under way; the server stops. Any thread. */
    void stop() {
        home(() -> {
            List<ClientExchange> left = new ArrayList<>(pending.values());
            waiting.forEach(queue -> {
                left.addAll(queue);
                queue.clear();
            });
            deadlines.forEach(deadline -> left.add(deadline.exchange()));
            pending.clear();
            deadlines.clear();
            left.stream()
                    .filter(exchange -> !exchange.future.isDone())
                    .forEach(exchange -> end(exchange, ClientAnswer.none(Status.UNROUTABLE)));
        });
    }
}

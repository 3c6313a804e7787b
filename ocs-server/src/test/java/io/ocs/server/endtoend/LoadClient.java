package io.ocs.server.endtoend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One network element with one connection: it sends a request of each of its subscribers, then reads the answers, in whatever order they come, and so on. */
final class LoadClient {
    private static final int DISCONNECT_PEER = 282;
    private static final int TOO_BUSY = 3004;

    private final String originHost;
    private final List<DataSession> sessions;
    private final AtomicLong answers = new AtomicLong();
    private volatile long restNanos;
    private volatile boolean stopping;
    private volatile boolean refusalsAllowed;
    private volatile boolean toldToGo;
    private volatile int unanswered;
    private volatile Throwable failure;
    private Thread thread;

    LoadClient(String originHost, List<DataSession> sessions) {
        this.originHost = originHost;
        this.sessions = sessions;
    }

    /** Clients for all numbers, {@code perClient} each. */
    static List<LoadClient> of(List<String> numbers, int perClient, SplittableRandom random) {
        List<LoadClient> clients = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += perClient) {
            String host = "pgw" + clients.size() + ".example.com";
            List<DataSession> own = numbers.subList(from, Math.min(from + perClient, numbers.size())).stream()
                    .map(number -> new DataSession(host, number, random.split()))
                    .toList();
            clients.add(new LoadClient(host, own));
        }
        return clients;
    }

    List<DataSession> sessions() {
        return sessions;
    }

    /** Answers taken into account so far. */
    long answers() {
        return answers.get();
    }

    /** Connects and begins; {@link #await} ends it. A connection that is lost ends it too, without an error. */
    void start(InetSocketAddress server) throws IOException {
        GyConnection connection = GyConnection.open(server, originHost);
        stopping = false;
        thread = new Thread(() -> run(connection), originHost);
        thread.start();
    }

    private void run(GyConnection connection) {
        try (connection) {
            while (!stopping) {
                round(connection);
                LockSupport.parkNanos(restNanos);
            }
        } catch (IOException e) {
            return; // the server is gone, as the test wanted
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void round(GyConnection connection) throws IOException {
        Map<Integer, DataSession> waiting = new HashMap<>();
        for (DataSession session : sessions) {
            if (!session.isRefused()) {
                waiting.put(session.sendNext(connection, false), session);
            }
        }
        if (waiting.isEmpty()) {
            receive(connection, waiting); // all are refused: what comes is the DPR
        }
        while (!waiting.isEmpty()) {
            receive(connection, waiting);
        }
        stopping |= toldToGo;
    }

    private void receive(GyConnection connection, Map<Integer, DataSession> waiting) throws IOException {
        unanswered = waiting.size();
        DiameterMessage message = connection.receive();
        if (message.isRequest() && message.command() == DISCONNECT_PEER) {
            connection.send(GyRequest.disconnectAnswer(originHost, message));
            toldToGo = true;
            return;
        }
        DataSession session = waiting.remove(message.hopByHop());
        unanswered = waiting.size();
        if (refusalsAllowed && message.resultCode() == TOO_BUSY) {
            session.onRefused();
        } else {
            session.onAnswer(message);
            answers.incrementAndGet();
        }
    }

    /**
     * From now on waits so long after each round, so that load which lasts for as long as something else takes makes no more records than can be read
     * soon; with zero, as at first, it goes on at once.
     */
    void rest(long ms) {
        restNanos = TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** From now on requests may be refused with 3004, as by a server that stops: their sessions then send nothing more. */
    void allowRefusals() {
        refusalsAllowed = true;
    }

    /** Whether the server has sent a DPR. */
    boolean isToldToGo() {
        return toldToGo;
    }

    /** Requests that were sent and never answered before the connection ended. */
    int unanswered() {
        return unanswered;
    }

    /** Ends after the round at hand. */
    void stop() {
        stopping = true;
    }

    /** Waits for the end; fails if an answer was not what it should be. */
    void await() throws InterruptedException {
        thread.join(60_000);
        if (thread.isAlive() || failure != null) {
            throw new AssertionError(originHost + (failure == null ? " does not end" : " fails"), failure);
        }
    }

    /** Ends all sessions. */
    void finish(InetSocketAddress server) throws IOException {
        try (GyConnection connection = GyConnection.open(server, originHost)) {
            for (DataSession session : sessions) {
                session.finish(connection);
            }
        }
    }

    /** After a lost connection: the last answered requests once more, and the requests that were not answered. */
    void comeBack(InetSocketAddress server) throws IOException {
        try (GyConnection connection = GyConnection.open(server, originHost)) {
            for (DataSession session : sessions) {
                if (!session.isEnding()) {
                    session.repeatLast(connection); // the server that answers it is another one than had answered it
                }
                session.resendOnItsWay(connection);
                session.repeatLast(connection);
            }
        }
    }
}

package io.ocs.sim;

import static java.util.Objects.requireNonNull;

import io.ocs.sim.NoAnswerException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdiameter.api.Answer;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.EventListener;
import org.jdiameter.api.IllegalDiameterStateException;
import org.jdiameter.api.InternalException;
import org.jdiameter.api.Message;
import org.jdiameter.api.OverloadException;
import org.jdiameter.api.RawSession;
import org.jdiameter.api.Request;
import org.jdiameter.api.ResultCode;
import org.jdiameter.api.RouteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One network element: a Diameter node with an identity and one connection to the server, on jDiameter's client stack. It
 * reconnects by itself until it is closed, and leaves with a DPR. Safe on any thread.
 */
public final class NetworkElement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkElement.class);

    /** What the server may ask of an open session. */
    public enum ServerRequest {
        /** RAR: report and ask anew. */
        RE_AUTHORISE,
        /** ASR: end the session. */
        ABORT
    }

    private static final int PROBE_TIMEOUT_MS = 1_000;

    private final NetworkElementOptions options;
    private final ClientConfiguration configuration;
    private final RequestWriter writer;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Map<String, Consumer<ServerRequest>> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger endToEndIds = new AtomicInteger(firstEndToEndId());
    private final Thread supervisor;
    private volatile ClientConnection connection;
    private volatile boolean closed;

    private NetworkElement(NetworkElementOptions options) throws IOException {
        this.options = options;
        this.configuration = new ClientConfiguration(options, this::answerServer);
        this.writer = new RequestWriter(options);
        long deadlineNanos = System.nanoTime() + options.connectTimeout().toNanos();
        this.connection = ClientConnection.open(configuration, () -> System.nanoTime() - deadlineNanos > 0);
        this.supervisor = new Thread(this::superviseConnection, "network-element-" + options.originHost());
        supervisor.setDaemon(true);
    }

    /**
     * Connects, and waits until the server has accepted the capabilities exchange.
     *
     * @throws IOException if it has not in {@link NetworkElementOptions#connectTimeout}; the message says how far it got
     */
    public static NetworkElement connect(NetworkElementOptions options) throws IOException {
        try {
            NetworkElement element = new NetworkElement(requireNonNull(options, "options"));
            element.supervisor.start();
            return element;
        } catch (IOException e) {
            throw new IOException(whyNotConnected(options), e);
        }
    }

    /** Its identity, with which its Session-Ids begin (RFC 6733 §8.8). */
    public String originHost() {
        return options.originHost();
    }

    /** Whether there is an open connection now. */
    public boolean isConnected() {
        ClientConnection current = connection;
        return current != null && current.isOpen();
    }

    /** A new End-to-End id: unique for minutes, also over a restart (RFC 6733 §3). */
    public long nextEndToEndId() {
        return Integer.toUnsignedLong(endToEndIds.getAndIncrement());
    }

    /** Sends a request, stamped with the time now, for the first time. */
    public CompletableFuture<CreditControlAnswer> send(CreditControlRequest request) {
        return send(request.at(Instant.now()), nextEndToEndId(), false);
    }

    /**
     * Sends a request.
     *
     * @param endToEndId 32 bits; a repeat has that of the original
     * @param retransmitted the T flag
     * @return the answer, or a {@link NoAnswerException}; completed on jDiameter's thread, which must not be held up
     */
    public CompletableFuture<CreditControlAnswer> send(
            CreditControlRequest request, long endToEndId, boolean retransmitted) {
        Exchange exchange = new Exchange(request);
        exchanges.add(exchange);
        ClientConnection current = connection;
        try {
            boolean sent = current != null
                    && current.use(session -> session.send(
                            message(session, request, endToEndId, retransmitted),
                            exchange,
                            options.answerTimeout().toMillis(),
                            TimeUnit.MILLISECONDS));
            if (!sent) {
                exchange.fail(Reason.NOT_SENT, "not connected");
            } else if (!current.isOpen()) {
                exchange.fail(Reason.DISCONNECTED, "the connection was lost");
            }
        } catch (InternalException | IllegalDiameterStateException | RouteException | OverloadException e) {
            exchange.fail(Reason.NOT_SENT, "not sent: " + e);
        }
        return exchange.answer;
    }

    /** Lets {@code listener} know what the server asks of a session; until then, and after removal, it is unknown here (5002). */
    public void addSession(String sessionId, Consumer<ServerRequest> listener) {
        sessions.put(sessionId, listener);
    }

    public void removeSession(String sessionId) {
        sessions.remove(sessionId);
    }

    /** Disconnects with a DPR; requests without an answer yet fail as disconnected. Takes up to a few seconds. */
    @Override
    public void close() {
        closed = true;
        ClientConnection current = connection;
        if (current != null) {
            current.giveUp();
        }
        boolean interrupted = false;
        while (supervisor.isAlive()) {
            try {
                supervisor.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Message message(RawSession session, CreditControlRequest request, long endToEndId, boolean retransmitted) {
        Message message = session.createMessage(
                Avps.CREDIT_CONTROL_COMMAND, request.style().application(), -1, endToEndId);
        message.setRequest(true);
        message.setProxiable(true);
        message.setReTransmitted(retransmitted);
        writer.write(request, message.getAvps());
        return message;
    }

    private void superviseConnection() {
        while (connection != null) {
            ClientConnection current = connection;
            current.awaitLost();
            connection = null;
            exchanges.forEach(exchange -> exchange.fail(Reason.DISCONNECTED, "the connection was lost"));
            current.close();
            ClientConnection next = reconnect();
            connection = next;
            if (closed && next != null) {
                next.giveUp();
            }
        }
    }

    /** The next connection, however long it takes; null once closed. */
    private ClientConnection reconnect() {
        while (!closed) {
            try {
                return ClientConnection.open(configuration, () -> closed);
            } catch (IOException e) {
                LOG.atLevel(closed ? Level.DEBUG : Level.WARN).log("not reconnected: {}", e.toString());
            }
        }
        return null;
    }

    private Answer answerServer(Request request) {
        ServerRequest asked =
                switch (request.getCommandCode()) {
                    case Avps.RE_AUTH_COMMAND -> ServerRequest.RE_AUTHORISE;
                    case Avps.ABORT_SESSION_COMMAND -> ServerRequest.ABORT;
                    default -> null;
                };
        Consumer<ServerRequest> listener = sessions.get(request.getSessionId());
        int resultCode = ResultCode.SUCCESS;
        if (asked == null) {
            resultCode = ResultCode.COMMAND_UNSUPPORTED;
        } else if (listener == null) {
            resultCode = ResultCode.UNKNOWN_SESSION_ID;
        } else {
            listener.accept(asked);
        }
        Answer answer = request.createAnswer(resultCode);
        answer.getAvps().addAvp(Avp.ORIGIN_HOST, options.originHost(), true, false, true);
        answer.getAvps().addAvp(Avp.ORIGIN_REALM, options.originRealm(), true, false, true);
        return answer;
    }

    private static String whyNotConnected(NetworkElementOptions options) {
        String server = options.host() + ":" + options.port();
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(options.host(), options.port()), PROBE_TIMEOUT_MS);
            return server + " takes connections, but did not open a Diameter peer for " + options.originHost() + " in "
                    + options.connectTimeout().toMillis() + " ms: is it a Diameter server, and does it know this peer?";
        } catch (IOException e) {
            return "no connection to " + server + ": " + e.getMessage();
        }
    }

    /** 12 bits of time and 20 of chance, as RFC 6733 §3 suggests. */
    private static int firstEndToEndId() {
        int seconds = (int) (System.currentTimeMillis() / 1000);
        return (seconds << 20) | ThreadLocalRandom.current().nextInt(1 << 20);
    }

    /** A request on its way. */
    private final class Exchange implements EventListener<Message, Message> {
        private final CreditControlRequest request;
        private final CompletableFuture<CreditControlAnswer> answer = new CompletableFuture<>();

        Exchange(CreditControlRequest request) {
            this.request = request;
        }

        @Override
        public void receivedSuccessMessage(Message sent, Message received) {
            exchanges.remove(this);
            try {
                answer.complete(AnswerReader.read(request, received));
            } catch (AvpDataException | ArithmeticException e) {
                answer.completeExceptionally(new NoAnswerException(Reason.MALFORMED, e));
            }
        }

        @Override
        public void timeoutExpired(Message sent) {
            fail(Reason.TIMED_OUT, "no answer in " + options.answerTimeout().toMillis() + " ms");
        }

        void fail(Reason reason, String message) {
            exchanges.remove(this);
            answer.completeExceptionally(new NoAnswerException(reason, message));
        }
    }
}

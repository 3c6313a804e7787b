package io.ocs.server.trace;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ocs.core.SubscriptionId;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One trace, running or over: the messages of a subscriber, {@value #OCTETS_MAX} octets and {@value #MESSAGES_MAX} messages at most. Safe on any thread. */
public final class Trace {
    static final int OCTETS_MAX = 4 << 20;
    static final int MESSAGES_MAX = 5_000;
    private static final int SESSIONS_MAX = 1_000;

    /**
     * What is traced.
     *
     * @param identity as it was asked for
     * @param identities all of the subscriber, when the trace began
     * @param by name of the token
     * @param beginMs milliseconds since 1970
     * @param positions of the journals at the beginning, by shard
     */
    public record Subject(
            SubscriptionId identity,
            List<SubscriptionId> identities,
            long accountId,
            int shard,
            String by,
            long beginMs,
            long untilMs,
            Map<Integer, Long> positions) {

        public Subject {
            identities = List.copyOf(identities);
            positions = Map.copyOf(positions);
        }
    }

    /**
     * One message.
     *
     * @param octets empty for an answer that nobody was there to be sent
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Message(long atMs, boolean isRequest, String sessionId, String originHost, byte[] octets) {}

    private final int id;
    private final Subject subject;
    private final Set<String> sessions = new HashSet<>();
    private final List<Message> messages = new ArrayList<>();
    private int octets;
    private int leftOut;
    private boolean over;

    Trace(int id, Subject subject) {
        this.id = id;
        this.subject = subject;
    }

    public int id() {
        return id;
    }

    public Subject subject() {
        return subject;
    }

    public synchronized boolean isOver() {
        return over;
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Messages that had no room. */
    public synchronized int leftOut() {
        return leftOut;
    }

    synchronized void end() {
        over = true;
    }

    /** Takes the message if it is one of this subscriber, and the time is not over. */
    synchronized void take(
            boolean isRequest, CreditControlRequest request, ByteBuf message, int offset, int length, Clock clock) {
        if (over || !isOfSubject(request)) {
            return;
        }
        long nowMs = clock.nowMs();
        if (nowMs >= subject.untilMs()) {
            over = true;
        } else if (messages.size() >= MESSAGES_MAX || octets + length > OCTETS_MAX) {
            leftOut++;
        } else {
            octets += length;
            messages.add(new Message(
                    nowMs,
                    isRequest,
                    request.sessionId.toString(),
                    request.originHost.toString(),
                    ByteBufUtil.getBytes(message, offset, length)));
        }
    }

    /** Later requests of a session need not name the subscriber. */
    private boolean isOfSubject(CreditControlRequest request) {
        boolean named = false;
        for (int i = 0; i < request.subscriptionCount() && !named; i++) {
            named = isNamed(request, i);
        }
        String session = request.sessionId.toString();
        if (named && sessions.size() < SESSIONS_MAX) {
            sessions.add(session);
        }
        return named || sessions.contains(session);
    }

    private boolean isNamed(CreditControlRequest request, int index) {
        String data = request.subscriptionData(index).toString();
        return subject.identities().stream()
                .anyMatch(identity -> identity.type() == request.subscriptionType(index)
                        && identity.data().equals(data));
    }
}

package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A client's data sessions of one subscriber of {@code prepaid-data}, one after the other, with the client's own account of them: what it has reported
 * and was answered, and the one request that may be on its way. Nothing counts as charged before its answer is here.
 */
final class DataSession {
    private static final long PRICE_MICROS = 2_000_000; // 2 EUR
    private static final int PER_OCTETS_LOG2 = 30; // a gibibyte
    private static final int GRANT_MAX = 4_000_000;

    /** A request: its body, the End-to-End id that its repeats have too, what it reports. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Request(String label, byte[] body, int type, long number, int endToEnd, long used) {}

    final String number;
    private final String originHost;
    private final SplittableRandom random;
    private final Map<ChargeLedger.Key, Long> charges = new HashMap<>();
    private int sessions;
    private String sessionId;
    private long nextNumber;
    private int updatesLeft;
    private long granted;
    private long octets;
    private Request onItsWay;
    private boolean refused;
    private Request lastAnswered;
    private DiameterMessage lastAnswer;

    DataSession(String originHost, String number, SplittableRandom random) {
        this.originHost = originHost;
        this.number = number;
        this.random = random;
    }

    /** 2 EUR a gibibyte, by the octet, rounded half up on the whole session. */
    static long price(long octets) {
        return (octets * PRICE_MICROS + (1L << (PER_OCTETS_LOG2 - 1))) >> PER_OCTETS_LOG2;
    }

    boolean isOpen() {
        return nextNumber > 0;
    }

    /** Whether the server had no room for the request on its way, and so has charged nothing. */
    boolean isRefused() {
        return refused;
    }

    void onRefused() {
        refused = true;
    }

    boolean isWaiting() {
        return onItsWay != null;
    }

    /** Whether a termination is on its way: no client repeats an update then. */
    boolean isEnding() {
        return onItsWay != null && onItsWay.type == GyRequest.TERMINATION;
    }

    /** Micros of everything that was answered. */
    long chargedMicros() {
        return ChargeLedger.sum(charges);
    }

    /** What the request on its way will add once it is charged. */
    long onItsWayMicros() {
        return onItsWay == null ? 0 : price(octets + onItsWay.used) - price(octets);
    }

    Map<ChargeLedger.Key, Long> charges() {
        return charges;
    }

    /** Sends the next request; its answer is for {@link #onAnswer}. @return its Hop-by-Hop id */
    int sendNext(GyConnection connection, boolean last) throws IOException {
        int type = !isOpen() ? GyRequest.INITIAL : last || updatesLeft == 0 ? GyRequest.TERMINATION : GyRequest.UPDATE;
        onItsWay = next(type, connection.nextIdentifier());
        return resend(connection, onItsWay, false);
    }

    private Request next(int type, int endToEnd) {
        long used = -1;
        if (type == GyRequest.INITIAL) {
            sessionId = originHost + ";" + number + ";" + sessions;
            updatesLeft = random.nextInt(6);
            octets = 0;
        } else {
            used = random.nextInt(8) == 0 ? 0 : random.nextLong(1, granted + 1);
        }
        long requested = type == GyRequest.TERMINATION ? -1 : random.nextLong(1, GRANT_MAX);
        byte[] mscc = GyRequest.service(GyRequest.RATING_GROUP, requested, used);
        byte[] body = GyRequest.data(originHost, sessionId, type, nextNumber, number, mscc);
        return new Request(
                sessionId + " " + type + " " + nextNumber, body, type, nextNumber, endToEnd, Math.max(0, used));
    }

    private static int resend(GyConnection connection, Request request, boolean again) throws IOException {
        int hopByHop = connection.nextIdentifier();
        connection.send(GyRequest.creditControl(request.body, again, hopByHop, request.endToEnd));
        return hopByHop;
    }

    /** Takes the answer to the request on its way into the account. */
    void onAnswer(DiameterMessage answer) {
        Request request = onItsWay;
        assertThat(answer.endToEnd()).isEqualTo(request.endToEnd);
        assertThat(answer.text(263)).isEqualTo(sessionId);
        assertThat(answer.resultCode()).as("%s %d", sessionId, request.number).isEqualTo(2001);
        assertThat(answer.has(456, 268))
                .as("a service in the answer to %s", request.label)
                .isTrue();
        assertThat(answer.number(456, 268)).isEqualTo(2001);
        if (request.used > 0) {
            charges.put(key(request), onItsWayMicros());
        }
        octets += request.used;
        lastAnswered = request;
        lastAnswer = answer;
        onItsWay = null;
        if (request.type == GyRequest.TERMINATION) {
            nextNumber = 0;
            sessions++;
        } else {
            granted = answer.number(456, 431, 421);
            nextNumber++;
            updatesLeft -= request.type == GyRequest.UPDATE ? 1 : 0;
        }
    }

    private ChargeLedger.Key key(Request request) {
        String type = request.type == GyRequest.UPDATE ? "UPDATE" : "TERMINATION";
        return new ChargeLedger.Key(sessionId, type, request.number, GyRequest.RATING_GROUP);
    }

    /** Repeats the last answered request on another connection: the same answer to the octet, under the new Hop-by-Hop id. */
    void repeatLast(GyConnection connection) throws IOException {
        if (lastAnswered == null) {
            return;
        }
        int hopByHop = resend(connection, lastAnswered, true);
        DiameterMessage answer = connection.receive();
        assertThat(answer.hopByHop()).isEqualTo(hopByHop);
        assertThat(answer.endToEnd()).isEqualTo(lastAnswered.endToEnd);
        assertThat(answer.body()).as("repeat of %s", lastAnswered.label).isEqualTo(lastAnswer.body());
    }

    /** Sends the request on its way again, or the next one; its answer is for {@link #onAnswer}. @return its Hop-by-Hop id */
    int sendAgainOrNext(GyConnection connection) throws IOException {
        return isWaiting() ? resend(connection, onItsWay, true) : sendNext(connection, false);
    }

    /** Sends the request again whose answer never came, if there is one. */
    void resendOnItsWay(GyConnection connection) throws IOException {
        if (onItsWay != null) {
            refused = false;
            resend(connection, onItsWay, true);
            onAnswer(connection.receive());
        }
    }

    /** Reports the last usage and ends the session, if one is open. */
    void finish(GyConnection connection) throws IOException {
        if (isOpen()) {
            sendNext(connection, true);
            onAnswer(connection.receive());
        }
    }
}

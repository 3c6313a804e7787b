package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sessions over one connection that use an octet of each of two rating groups after each grant, and decode from what they cost by which
 * catalogues they were priced. Answers the server's requests meanwhile. One thread.
 */
final class PricedSession implements AutoCloseable {
    private static final int REAUTHORIZATION = 258;
    private static final long GRANT = 100;

    private final GyConnection connection;
    private final String originHost;
    private final String msisdn;
    /** Number that is in force for sure, and the latest that can be. */
    private final AtomicInteger sure;

    private final AtomicInteger latest;
    private int sessions;

    PricedSession(ServerUnderTest server, String originHost, String msisdn, AtomicInteger sure, AtomicInteger latest)
            throws IOException {
        connection = server.connect(originHost);
        this.originHost = originHost;
        this.msisdn = msisdn;
        this.sure = sure;
        this.latest = latest;
    }

    /** Opens a session, uses what it was granted twice, and ends it. */
    void run() throws IOException {
        String session = originHost + ";" + sessions++;
        int first = sure.get();
        ask(session, GyRequest.INITIAL, 0, GRANT, -1);
        ask(session, GyRequest.UPDATE, 1, GRANT, 1);
        int last = latest.get();
        DiameterMessage end = ask(session, GyRequest.TERMINATION, 2, -1, 1);
        long micros = cost(end);
        long low = micros % PricedCatalog.FACTOR;
        long high = micros / PricedCatalog.FACTOR;
        assertThat(low)
                .as("catalogues of both groups of %s: cost %d", session, micros)
                .isEqualTo(high);
        assertThat(low).as("catalogues of %s", session).isBetween(2L * first, 2L * last);
    }

    private DiameterMessage ask(String session, int type, long number, long requested, long used) throws IOException {
        byte[] body = GyRequest.data(
                originHost,
                session,
                type,
                number,
                msisdn,
                GyRequest.service(PricedCatalog.LOW, requested, used),
                GyRequest.service(PricedCatalog.HIGH, requested, used));
        int hopByHop = connection.nextIdentifier();
        connection.send(GyRequest.creditControl(body, false, hopByHop, connection.nextIdentifier()));
        DiameterMessage answer = connection.receive();
        while (answer.isRequest()) {
            answer(answer);
            answer = connection.receive();
        }
        assertThat(answer.hopByHop()).isEqualTo(hopByHop);
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.all(456)).hasSize(2).allSatisfy(service -> assertThat(
                        DiameterMessage.find(service.members(), 268).number())
                .isEqualTo(2001));
        return answer;
    }

    /** A client that is asked to come comes with its next request in any case. */
    private void answer(DiameterMessage request) throws IOException {
        assertThat(request.command()).isEqualTo(REAUTHORIZATION);
        byte[] body = GyRequest.join(
                GyRequest.text(263, request.text(263)),
                GyRequest.number(268, 2002),
                GyRequest.text(264, originHost),
                GyRequest.text(296, GyRequest.REALM));
        connection.send(GyRequest.message(0x40, REAUTHORIZATION, 4, request.hopByHop(), request.endToEnd(), body));
    }

    /** Cost-Information of the session, micros. */
    private static long cost(DiameterMessage answer) {
        long digits = answer.number(423, 445, 447);
        int exponent = answer.has(423, 445, 429) ? (int) answer.number(423, 445, 429) : 0;
        long micros = digits;
        for (int i = exponent; i < -6; i++) {
            assertThat(micros % 10).isZero();
            micros /= 10;
        }
        for (int i = -6; i < exponent; i++) {
            micros *= 10;
        }
        return micros;
    }

    int sessions() {
        return sessions;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

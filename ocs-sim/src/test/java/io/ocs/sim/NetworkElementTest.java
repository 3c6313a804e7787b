package io.ocs.sim;

import static io.ocs.sim.ServiceUnits.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.sim.NetworkElement.ServerRequest;
import io.ocs.sim.NoAnswerException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;
import org.jdiameter.client.api.IMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkElementTest {
    private static final int CER = 257;
    private static final int DPR = 282;
    private static final String SESSION = "smf.example.com;1;2";

    private static NetworkElementOptions options(int port) {
        return NetworkElementOptions.of("127.0.0.1", port, "smf.example.com")
                .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    private static CreditControlRequest initial() {
        return CreditControlRequest.ofSession(
                SESSION,
                RequestType.INITIAL,
                0,
                ClientStyle.data("491700000007", "001010000000007"),
                List.of(new ServiceUsage(ABSENT, ABSENT, ServiceUnits.octets(1_000_000), null, null)));
    }

    private static CreditControlAnswer answerTo(NetworkElement element, CreditControlRequest request) throws Exception {
        return element.send(request).get(20, TimeUnit.SECONDS);
    }

    private static void assertMissing(CompletableFuture<CreditControlAnswer> answer, Reason reason) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        NoAnswerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void awaitConnected(NetworkElement element, boolean connected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (element.isConnected() != connected) {
            assertThat(System.nanoTime()).as("connected: " + connected).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void asksAndIsGranted() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount());
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            CreditControlAnswer answer = answerTo(element, initial());

            assertThat(answer.resultCode()).isEqualTo(2001);
            ServiceGrant grant = answer.grantFor(ABSENT, ABSENT).orElseThrow();
            assertThat(grant.granted()).isEqualTo(ServiceUnits.octets(1_000_000));
            assertThat(grant.validityTimeS()).isEqualTo(300);
            assertThat(grant.isFinal()).isFalse();
        }
    }

    /** The message must be what a real client's would be, bit by bit where servers look. */
    @Test
    void sendsWhatAPacketGatewaySends() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount());
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            answerTo(element, initial());
            IMessage request = server.await(Avps.CREDIT_CONTROL_COMMAND);
            AvpSet avps = request.getAvps();

            assertThat(request.getFlags()).isEqualTo(0xC0);
            assertThat(request.getHeaderApplicationId()).isEqualTo(4);
            assertThat(avps.getAvpByIndex(0).getCode()).isEqualTo(Avp.SESSION_ID);
            assertThat(avps.getAvp(Avp.ORIGIN_HOST).getDiameterIdentity()).isEqualTo("smf.example.com");
            assertThat(avps.getAvps(Avp.ORIGIN_HOST).size()).isEqualTo(1);
            assertThat(avps.getAvp(Avp.AUTH_APPLICATION_ID).getUnsigned32()).isEqualTo(4);
            AvpSet subscriptions = avps.getAvps(Avps.SUBSCRIPTION_ID);
            assertThat(subscriptions
                            .getAvpByIndex(0)
                            .getGrouped()
                            .getAvp(Avps.SUBSCRIPTION_ID_DATA)
                            .getUTF8String())
                    .isEqualTo("001010000000007");
            assertThat(subscriptions
                            .getAvpByIndex(1)
                            .getGrouped()
                            .getAvp(Avps.SUBSCRIPTION_ID_DATA)
                            .getUTF8String())
                    .isEqualTo("491700000007");
            AvpSet packet = avps.getAvp(Avps.SERVICE_INFORMATION, Avps.VENDOR_3GPP)
                    .getGrouped()
                    .getAvp(Avps.PS_INFORMATION, Avps.VENDOR_3GPP)
                    .getGrouped();
            assertThat(packet.getAvp(Avps.SGSN_MCC_MNC, Avps.VENDOR_3GPP).getUTF8String())
                    .isEqualTo("00101");
            assertThat(packet.getAvp(Avps.CALLED_STATION_ID).getUTF8String()).isEqualTo("internet");
        }
    }

    @Test
    void sendsARepeatWithTheSameIdAndTheTFlag() throws Exception {
        StubAccount account = new StubAccount();
        try (StubServer server = StubServer.start(account);
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            long id = element.nextEndToEndId();
            CreditControlAnswer first = element.send(initial(), id, false).get(20, TimeUnit.SECONDS);
            CreditControlAnswer second = element.send(initial(), id, true).get(20, TimeUnit.SECONDS);

            IMessage original = server.await(Avps.CREDIT_CONTROL_COMMAND);
            IMessage repeat = server.await(Avps.CREDIT_CONTROL_COMMAND);
            assertThat(second).isEqualTo(first);
            assertThat(repeat.isReTransmitted()).isTrue();
            assertThat(repeat.getEndToEndIdentifier()).isEqualTo(id).isEqualTo(original.getEndToEndIdentifier());
            assertThat(repeat.getHopByHopIdentifier()).isNotEqualTo(original.getHopByHopIdentifier());
        }
    }

    @Test
    void saysWhyItDidNotConnect() throws Exception {
        try (Socket taken = new Socket()) { // a port that nobody listens on, nor can take meanwhile
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            NetworkElementOptions nobody =
                    options(taken.getLocalPort()).withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThatThrownBy(() -> NetworkElement.connect(nobody))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no connection to 127.0.0.1:" + taken.getLocalPort());
        }
        try (StubServer server = StubServer.deaf()) {
            NetworkElementOptions deaf =
                    options(server.port()).withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThatThrownBy(() -> NetworkElement.connect(deaf))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not open a Diameter peer for smf.example.com");
        }
    }

    @Test
    void timesOutWhenTheServerIsSilent() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount().silentFrom(0));
                NetworkElement element = NetworkElement.connect(
                        options(server.port()).withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(200)))) {
            assertMissing(element.send(initial()), Reason.TIMED_OUT);
        }
    }

    @Test
    void refusesAnAnswerThatEchoesSomethingElse() throws Exception {
        StubServer.Charging confused = (request, answer) -> {
            answer.addAvp(request.getAvps().getAvp(Avp.SESSION_ID));
            answer.addAvp(Avp.RESULT_CODE, 2001, true, false);
            answer.addAvp(Avps.CC_REQUEST_TYPE, 2, true, false);
            answer.addAvp(Avps.CC_REQUEST_NUMBER, 0L, true, false, true);
            return true;
        };
        try (StubServer server = StubServer.start(confused);
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            assertMissing(element.send(initial()), Reason.MALFORMED);
        }
    }

    @Test
    void takesABareErrorAnswer() throws Exception {
        StubServer.Charging busy = (request, answer) -> {
            answer.addAvp(request.getAvps().getAvp(Avp.SESSION_ID));
            answer.addAvp(Avp.RESULT_CODE, 3004, true, false);
            return true;
        };
        try (StubServer server = StubServer.start(busy);
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            assertThat(answerTo(element, initial()).resultCode()).isEqualTo(3004);
        }
    }

    @Test
    void comesBackAfterTheServerDied() throws Exception {
        StubServer server = StubServer.start(new StubAccount().silentFrom(0));
        int port = server.port();
        try (NetworkElement element = NetworkElement.connect(options(port))) {
            long stateId =
                    server.await(CER).getAvps().getAvp(Avp.ORIGIN_STATE_ID).getUnsigned32();
            CompletableFuture<CreditControlAnswer> open = element.send(initial());
            server.await(Avps.CREDIT_CONTROL_COMMAND);
            server.close();
            assertMissing(open, Reason.DISCONNECTED);
            awaitConnected(element, false);
            assertMissing(element.send(initial()), Reason.NOT_SENT);

            try (StubServer again = StubServer.start(port, new StubAccount())) {
                awaitConnected(element, true);
                assertThat(answerTo(element, initial()).isFullSuccess()).isTrue();
                assertThat(again.await(CER)
                                .getAvps()
                                .getAvp(Avp.ORIGIN_STATE_ID)
                                .getUnsigned32())
                        .as("a new Origin-State-Id would end all sessions")
                        .isEqualTo(stateId);
            }
        }
    }

    @Test
    void comesBackAfterTheServerSaidGoodbye() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount());
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            server.await(CER);
            server.push(DPR, null);
            server.await(CER);
            awaitConnected(element, true);
            assertThat(answerTo(element, initial()).isFullSuccess()).isTrue();
        }
    }

    @Test
    void leavesWithAGoodbye() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount())) {
            NetworkElement.connect(options(server.port())).close();
            IMessage goodbye = server.await(DPR);
            assertThat(goodbye.getAvps().getAvp(Avp.DISCONNECT_CAUSE).getInteger32())
                    .isEqualTo(2);
        }
    }

    @Test
    void answersWhatTheServerAsks() throws Exception {
        BlockingQueue<ServerRequest> asked = new LinkedBlockingQueue<>();
        try (StubServer server = StubServer.start(new StubAccount());
                NetworkElement element = NetworkElement.connect(options(server.port()))) {
            element.addSession(SESSION, asked::add);
            server.push(Avps.RE_AUTH_COMMAND, SESSION);
            IMessage reAuth = server.await(Avps.RE_AUTH_COMMAND);
            assertThat(reAuth.isRequest()).isFalse();
            assertThat(reAuth.getResultCode().getUnsigned32()).isEqualTo(2001);
            assertThat(reAuth.getAvps().getAvp(Avp.ORIGIN_HOST).getDiameterIdentity())
                    .isEqualTo("smf.example.com");
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(ServerRequest.RE_AUTHORISE);

            server.push(Avps.ABORT_SESSION_COMMAND, SESSION);
            assertThat(server.await(Avps.ABORT_SESSION_COMMAND).getResultCode().getUnsigned32())
                    .isEqualTo(2001);
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(ServerRequest.ABORT);

            server.push(Avps.RE_AUTH_COMMAND, "smf.example.com;unknown");
            assertThat(server.await(Avps.RE_AUTH_COMMAND).getResultCode().getUnsigned32())
                    .isEqualTo(5002);
        }
    }

    @Test
    void severalElementsLiveInOneProcess() throws Exception {
        StubAccount account = new StubAccount();
        try (StubServer server = StubServer.start(account);
                NetworkElement gateway = NetworkElement.connect(options(server.port()));
                NetworkElement core = NetworkElement.connect(
                        NetworkElementOptions.of("127.0.0.1", server.port(), "scscf.example.com"))) {
            CreditControlRequest call = CreditControlRequest.ofSession(
                    "scscf.example.com;1;2",
                    RequestType.INITIAL,
                    0,
                    ClientStyle.voice("491700000007", "001010000000007", "4930123456"),
                    List.of(new ServiceUsage(100, 1000, ServiceUnits.seconds(60), null, null)));
            CompletableFuture<CreditControlAnswer> data = gateway.send(initial());
            CreditControlAnswer voice = answerTo(core, call);

            assertThat(voice.grantFor(100, 1000).orElseThrow().granted()).isEqualTo(ServiceUnits.seconds(60));
            assertThat(data.get(20, TimeUnit.SECONDS).isFullSuccess()).isTrue();
            assertThat(account.requests()).isEqualTo(2);
        }
    }
}

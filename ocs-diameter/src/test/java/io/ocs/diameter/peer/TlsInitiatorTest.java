package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Eventually;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import io.ocs.diameter.support.TestListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a peer that is served over TLS only is connected to over TLS, and only if its certificate is its own. */
class TlsInitiatorTest {

    private static final String PEER = "client.example.com";

    private static X509Bundle authority;
    private static X509Bundle own;
    private static X509Bundle peer;

    @TempDir
    private Path folder;

    private ServerFixture fixture;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        own = certificate(ServerFixture.HOST);
        peer = certificate(PEER);
    }

    private static X509Bundle certificate(String dnsName) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + dnsName)
                .addSanDnsName(dnsName)
                .buildIssuedBy(authority);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private PeerTls tls() throws IOException {
        return PeerTls.of(
                Files.writeString(folder.resolve("own.pem"), own.getCertificatePathPEM()),
                Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM()),
                Files.writeString(folder.resolve("trust.pem"), authority.getRootCertificatePEM()));
    }

    private static SSLContext context(X509Bundle bundle) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        TrustManager[] trusted = {authority.toTrustManager()};
        context.init(bundle.toKeyManagerFactory().getKeyManagers(), trusted, null);
        return context;
    }

    private static TestListener listener(X509Bundle bundle) throws Exception {
        SSLServerSocket socket =
                (SSLServerSocket) context(bundle).getServerSocketFactory().createServerSocket();
        socket.setNeedClientAuth(true);
        return new TestListener(socket);
    }

    private void start(InetSocketAddress peerAddress) throws IOException {
        ConfiguredPeer configured = new ConfiguredPeer(
                PEER,
                "example.com",
                Set.of(ConfiguredPeer.Application.values()),
                1,
                0,
                true,
                Optional.of(InetSocketAddress.createUnresolved("127.0.0.1", peerAddress.getPort())));
        fixture = new ServerFixture(
                ServerFixture.config(1, 1),
                ServerFixture.ANYONE,
                List.of(configured),
                PeerTimers.of(Duration.ofSeconds(30), Duration.ofSeconds(10)));
    }

    private static byte[] cea(Parsed cer) {
        return message(
                0,
                257,
                0,
                cer.hopByHop(),
                cer.endToEnd(),
                u32(268, 2001),
                text(264, PEER),
                text(296, "example.com"),
                AvpBuilder.avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                u32(266, 0),
                u32(258, 4));
    }

    @Test
    void bothSidesShowTheirCertificates() throws Exception {
        try (TestListener listener = listener(peer)) {
            start(listener.address());
            fixture.server.connect(tls());
            SSLSocket socket = (SSLSocket) listener.acceptSocket();
            SSLSession session = socket.getSession();
            assertThat(session.getPeerCertificates()[0]).isEqualTo(own.getCertificate());
            try (TestClient client = TestClient.accepted(socket)) {
                client.send(cea(client.receive()));
                assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
                assertThat(fixture.nextEvent()).isEqualTo("up " + PEER);
            }
        }
    }

    @Test
    void whoIsNotNamedByItsCertificateGetsNoCer() throws Exception {
        try (TestListener listener = listener(certificate("somebody.example.com"))) {
            start(listener.address());
            fixture.server.connect(tls());
            try (TestClient client = listener.accept()) {
                assertThat(client.isClosedByServer()).isTrue();
            }
            String reason = "does not have the DNS name " + PEER;
            assertThat(Eventually.seen(this::away, away -> away.contains(reason)))
                    .contains(reason);
        }
    }

    private String away() {
        return String.join("", fixture.server.away(Duration.ZERO));
    }

    /** As long as the handshake is not over, a connection of the peer waits; when it fails, that one serves. */
    @Test
    void aHandshakeThatFailsLeavesThePeersOwnConnection() throws Exception {
        TestListener listener = new TestListener();
        start(listener.address());
        PeerTls tls = tls();
        List<InetSocketAddress> listen = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress address = fixture.server.startTls(listen, tls).get(0);
        fixture.server.connect(tls);
        Socket silent = listener.acceptSocket();
        listener.close(); // there will be no second attempt
        try (TestClient begunByPeer =
                new TestClient(address, context(peer).getSocketFactory().createSocket())) {
            begunByPeer.send(Ccr.cer(PEER, 4));
            silent.close();
            assertThat(begunByPeer.receive().resultCode()).isEqualTo(2001);
            assertThat(begunByPeer.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void withoutCertificatesThereIsNoConnecting() throws Exception {
        start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        assertThatThrownBy(() -> fixture.server.connect(null)).hasMessageContaining(PEER);
    }
}

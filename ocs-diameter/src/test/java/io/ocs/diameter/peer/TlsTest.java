package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: over TLS both sides prove who they are, a peer is called what its certificate calls it, and all else is as over TCP. */
class TlsTest {

    private static final String PEER = "client.example.com";

    private static X509Bundle authority;
    private static X509Bundle server;
    private static X509Bundle peer;

    @TempDir
    private Path folder;

    private ServerFixture fixture;
    private InetSocketAddress address;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = root("CN=authority");
        server = certificate(ServerFixture.HOST, authority);
        peer = certificate(PEER, authority);
    }

    private static X509Bundle root(String subject) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static X509Bundle certificate(String dnsName, X509Bundle issuer) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + dnsName)
                .addSanDnsName(dnsName)
                .buildIssuedBy(issuer);
    }

    @BeforeEach
    void start() throws Exception {
        fixture = new ServerFixture();
        List<InetSocketAddress> listen = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = fixture.server.startTls(listen, tls()).get(0);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private PeerTls tls() throws IOException {
        return PeerTls.of(
                file("server.pem", server.getCertificatePathPEM()),
                file("server.key", server.getPrivateKeyPEM()),
                file("trust.pem", authority.getRootCertificatePEM()));
    }

    /** A client that shows this certificate, or none. */
    private TestClient client(X509Bundle own, String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance(protocol);
        KeyManager[] keys = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
        context.init(keys, new TrustManager[] {authority.toTrustManager()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setEnabledProtocols(new String[] {protocol});
        return new TestClient(address, socket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPeerThatItsCertificateNamesIsServed(String protocol) throws Exception {
        try (TestClient client = client(peer, protocol);
                TestClient inTheClear = fixture.client("other.example.com")) {
            assertThat(client.ask(Ccr.cer("Client.Example.com", 4)).resultCode())
                    .isEqualTo(2001);
            for (int i = 0; i < 100; i++) {
                assertThat(client.ask(Ccr.initial().ids(i, i).bytes()).hopByHop())
                        .isEqualTo(i);
            }
            assertThat(inTheClear.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void aPeerThatItsCertificateDoesNotNameIs3010() throws Exception {
        try (TestClient client = client(peer, "TLSv1.3")) {
            Parsed cea = client.ask(Ccr.cer("somebody.example.com", 4));
            assertThat(cea.resultCode()).isEqualTo(3010);
            assertThat(cea.isError()).isTrue();
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void aCertificateWithoutDnsNamesNamesNobody() throws Exception {
        X509Bundle nameless =
                new CertificateBuilder().ecp256().subject("CN=" + PEER).buildIssuedBy(authority);
        try (TestClient client = client(nameless, "TLSv1.3")) {
            assertThat(client.ask(Ccr.cer(PEER, 4)).resultCode()).isEqualTo(3010);
        }
    }

    @Test
    void aPeerWithoutCertificateIsTurnedAway() throws Exception {
        assertTurnedAway(client(null, "TLSv1.2"));
        assertTurnedAway(client(null, "TLSv1.3"));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsTurnedAway() throws Exception {
        assertTurnedAway(client(certificate(PEER, root("CN=another authority")), "TLSv1.3"));
        assertServed();
    }

    private static void assertTurnedAway(TestClient client) throws IOException {
        try (client) {
            assertThatThrownBy(() -> client.ask(Ccr.cer(PEER, 4))).isInstanceOf(IOException.class);
        }
    }

    private void assertServed() throws Exception {
        try (TestClient client = client(peer, "TLSv1.3")) {
            assertThat(client.ask(Ccr.cer(PEER, 4)).resultCode()).isEqualTo(2001);
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void whatIsNoTlsIsTurnedAwayAndSilenceIsBounded() throws Exception {
        try (TestClient plain = new TestClient(address);
                TestClient silent = new TestClient(address);
                TestClient half = new TestClient(address)) {
            plain.send(Ccr.cer(PEER, 4));
            assertThat(plain.isClosedByServer()).isTrue();
            half.send(new byte[] {22, 3, 1, 2, 0, 1, 0, 1}); // the beginning of a ClientHello
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(half.isClosedByServer()).isTrue();
        }
        assertServed();
    }

    @Test
    void theFarewellAndTheLastAnswerArrive() throws Exception {
        try (TestClient client = client(peer, "TLSv1.3")) {
            client.ask(Ccr.cer(PEER, 4));
            fixture.gateway.held(true);
            client.send(Ccr.initial().bytes());
            assertThat(client.ask(Ccr.dwr(PEER)).command()).isEqualTo(280);
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(fixture.server::close, task -> new Thread(task, "stop").start());
            Parsed dpr = client.receive();
            assertThat(dpr.command()).isEqualTo(282);
            client.send(message(0, 282, 0, dpr.hopByHop(), dpr.endToEnd(), u32(268, 2001)));
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(3004);
            fixture.gateway.held(false);
            assertThat(client.receive().resultCode()).isEqualTo(2001);
            assertThat(client.drain()).isZero();
            stop.get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** There is one event loop. */
    @Test
    void aHandshakeThatTakesLongDelaysNobody() throws Exception {
        CountDownLatch checking = new CountDownLatch(1);
        CountDownLatch checked = new CountDownLatch(1);
        PeerTls slow =
                new PeerTls(SslContextBuilder.forServer(server.getKeyPair().getPrivate(), server.getCertificatePath())
                        .sslProvider(SslProvider.JDK)
                        .trustManager(new SlowTrust(checking, checked))
                        .clientAuth(ClientAuth.REQUIRE)
                        .build());
        List<InetSocketAddress> listen = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = fixture.server.startTls(listen, slow).get(0);
        try (TestClient client = client(peer, "TLSv1.3");
                TestClient inTheClear = fixture.client("other.example.com")) {
            client.send(Ccr.cer(PEER, 4));
            assertThat(checking.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(inTheClear.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            assertThat(checked.getCount()).isEqualTo(1);
            checked.countDown();
            assertThat(client.receive().resultCode()).isEqualTo(2001);
        } finally {
            checked.countDown();
        }
    }

    /** Believes everybody, when it is let. */
    private record SlowTrust(CountDownLatch checking, CountDownLatch checked) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            checking.countDown();
            try {
                if (!checked.await(30, TimeUnit.SECONDS)) {
                    throw new CertificateException("the test has not let it go on");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CertificateException("interrupted", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is the server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority.getCertificate()};
        }
    }

    /** The certificate that the server shows. */
    private X509Certificate shown() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        TrustManager[] trusted = {authority.toTrustManager()};
        context.init(peer.toKeyManagerFactory().getKeyManagers(), trusted, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(address);
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void certificatesAreReadAgainAndTheFormerOnesServeIfTheyAreNoGood() throws Exception {
        PeerTls tls = tls();
        List<InetSocketAddress> listen = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = fixture.server.startTls(listen, tls).get(0);
        assertThat(shown()).isEqualTo(server.getCertificate());
        assertThat(tls.renew()).isEmpty();
        try (TestClient open = client(peer, "TLSv1.3")) {
            open.ask(Ccr.cer(PEER, 4));
            X509Bundle next = certificate(ServerFixture.HOST, authority);
            file("server.pem", next.getCertificatePathPEM());
            assertThat(tls.renew()).as("the key may follow").isEmpty();
            assertThat(tls.renew()).hasValueSatisfying(why -> assertThat(why).contains("is not the key of"));
            assertThat(shown()).isEqualTo(server.getCertificate());
            file("server.key", next.getPrivateKeyPEM());
            assertThat(tls.renew()).isEmpty();
            assertThat(tls.renew()).isEmpty();
            assertThat(shown()).isEqualTo(next.getCertificate());
            Files.delete(folder.resolve("trust.pem"));
            assertThat(tls.renew()).isEmpty();
            assertThat(tls.renew()).hasValueSatisfying(why -> assertThat(why).contains("there is no file"));
            assertThat(shown()).isEqualTo(next.getCertificate());
            assertThat(open.ask(Ccr.initial().bytes()).resultCode())
                    .as("connections that stand are left alone")
                    .isEqualTo(2001);
        }
        assertServed();
    }

    @Test
    void filesThatAreNoGoodAreNamed() throws Exception {
        Path good = file("server.pem", server.getCertificatePathPEM());
        Path key = file("server.key", server.getPrivateKeyPEM());
        Path trust = file("trust.pem", authority.getRootCertificatePEM());
        Path empty = file("empty.pem", "");
        Path broken = file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path otherKey = file("other.key", peer.getPrivateKeyPEM());
        Path damaged = file("damaged.key", "-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----\n");
        Path encrypted = file(
                "encrypted.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertRefused(folder.resolve("none.pem"), key, trust, "none.pem");
        assertRefused(empty, key, trust, "empty.pem has no certificate");
        assertRefused(broken, key, trust, "broken.pem has no certificate");
        assertRefused(good, key, empty, "empty.pem has no certificate");
        assertRefused(good, empty, trust, "empty.pem has no private key");
        assertRefused(good, encrypted, trust, "encrypted.key has no private key");
        assertRefused(
                good, damaged, trust, "damaged.key has a private key that is damaged: Base64 of PKCS #8 is wanted");
        assertRefused(good, otherKey, trust, "other.key is not the key of the first certificate in");
        PeerTls.of(good, key, trust);
    }

    private static void assertRefused(Path certificate, Path key, Path trust, String message) {
        assertThatThrownBy(() -> PeerTls.of(certificate, key, trust))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void keysOfRsaServeToo() throws Exception {
        X509Bundle rsa = new CertificateBuilder()
                .rsa2048()
                .subject("CN=rsa")
                .addSanDnsName(ServerFixture.HOST)
                .buildIssuedBy(authority);
        PeerTls.of(
                file("rsa.pem", rsa.getCertificatePathPEM()),
                file("rsa.key", rsa.getPrivateKeyPEM()),
                file("trust.pem", authority.getRootCertificatePEM()));
    }
}

package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ocs.server.StartException;
import io.ocs.server.alarm.Alarm;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: with {@code diameter.tls.*} network elements are charged over TLS, and files that are no good stop the start. */
@ExtendWith(SharedDatabase.class)
class TlsListenTest {
    private static final String PEER = "smf.example.com";
    private static final long NUMBER = 491700800000L;

    @TempDir
    private Path folder;

    private final X509Bundle authority = certificate("authority", null);

    private static X509Bundle certificate(String dnsName, X509Bundle issuer) {
        CertificateBuilder builder = new CertificateBuilder().ecp256().subject("CN=" + dnsName);
        try {
            return issuer == null
                    ? builder.setIsCertificateAuthority(true).buildSelfSigned()
                    : builder.addSanDnsName(dnsName).buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new AssertionError("no certificate for " + dnsName, e);
        }
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private SSLContext client(X509Bundle own) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trusted = {authority.toTrustManager()};
        context.init(own.toKeyManagerFactory().getKeyManagers(), trusted, null);
        return context;
    }

    @Test
    void aNetworkElementIsChargedOverTlsOnly(SharedDatabase.Server database) throws Exception {
        X509Bundle own = certificate("ocs.example.com", authority);
        try (ServerUnderTest server = ServerUnderTest.start(
                folder.resolve("data"),
                "database.url=" + database.newDatabase(),
                "diameter.listen=",
                "diameter.tls.listen=127.0.0.1:0",
                "diameter.tls.certificate=" + file("ocs.pem", own.getCertificatePathPEM()),
                "diameter.tls.key=" + file("ocs.key", own.getPrivateKeyPEM()),
                "diameter.tls.trust=" + file("trust.pem", authority.getRootCertificatePEM()))) {
            server.createPrepaid("10.00EUR", NUMBER, 1);
            SSLContext context = client(certificate(PEER, authority));
            try (GyConnection connection = new GyConnection(
                    server.server().diameterTlsAddresses().get(0),
                    context.getSocketFactory().createSocket())) {
                assertThat(connection.exchange(GyRequest.capabilities(PEER)).resultCode())
                        .isEqualTo(2001);
                byte[] initial = GyRequest.data(
                        PEER, "over tls", GyRequest.INITIAL, 0, String.valueOf(NUMBER), GyRequest.service(1, 1000, -1));
                DiameterMessage answer = connection.ask(initial);
                assertThat(answer.resultCode()).isEqualTo(2001);
                assertThat(answer.number(456, 431, 421)).isEqualTo(1000);
            }
            assertThat(server.server().diameterAddresses()).isEmpty();
            assertThat(server.server().ready().text()).contains(" tls=127.0.0.1:");
        }
    }

    @Test
    void newFilesThatAreNoGoodRaiseAnAlarmAndGoodOnesClearIt(SharedDatabase.Server database) throws Exception {
        X509Bundle own = certificate("ocs.example.com", authority);
        try (ServerUnderTest server = ServerUnderTest.start(
                folder.resolve("data"),
                "database.url=" + database.newDatabase(),
                "diameter.listen=",
                "diameter.tls.listen=127.0.0.1:0",
                "diameter.tls.certificate=" + file("ocs.pem", own.getCertificatePathPEM()),
                "diameter.tls.key=" + file("ocs.key", own.getPrivateKeyPEM()),
                "diameter.tls.trust=" + file("trust.pem", authority.getRootCertificatePEM()))) {
            file("ocs.pem", "no certificate");
            ServerUnderTest.await("the alarm", () -> isRaised(server));
            assertServed(server);
            X509Bundle next = certificate("ocs.example.com", authority);
            file("ocs.key", next.getPrivateKeyPEM());
            file("ocs.pem", next.getCertificatePathPEM());
            ServerUnderTest.await("its end", () -> !isRaised(server));
            assertServed(server);
        }
    }

    private static boolean isRaised(ServerUnderTest server) {
        return server.server().alarms().stream().anyMatch(raised -> raised.alarm() == Alarm.CERTIFICATES);
    }

    private void assertServed(ServerUnderTest server) throws Exception {
        SSLContext context = client(certificate(PEER, authority));
        try (GyConnection connection = new GyConnection(
                server.server().diameterTlsAddresses().get(0),
                context.getSocketFactory().createSocket())) {
            assertThat(connection.exchange(GyRequest.capabilities(PEER)).resultCode())
                    .isEqualTo(2001);
        }
    }

    @Test
    void filesThatAreNoGoodStopTheStartBeforeAnythingIsTouched() throws Exception {
        String trust = file("trust.pem", authority.getRootCertificatePEM());
        String empty = file("empty.pem", "");
        Path data = folder.resolve("data");
        assertRefused(data, folder.resolve("none.pem").toString(), empty, trust, "diameter.tls: there is no file");
        assertRefused(data, trust, empty, trust, "diameter.tls: " + empty + " has no private key");
        assertThat(data).doesNotExist();
    }

    private static void assertRefused(Path data, String certificate, String key, String trust, String message) {
        assertThatThrownBy(() -> ServerUnderTest.start(
                        data,
                        "diameter.tls.listen=127.0.0.1:0",
                        "diameter.tls.certificate=" + certificate,
                        "diameter.tls.key=" + key,
                        "diameter.tls.trust=" + trust))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(message);
    }
}

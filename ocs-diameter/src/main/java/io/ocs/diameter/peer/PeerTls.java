package io.ocs.diameter.peer;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * TLS towards peers, from the first octet of a connection on (RFC 6733 §13.1). Both sides show certificates, and a peer may only call itself by a name
 * that its certificate has. Immutable; safe on any thread.
 */
public final class PeerTls {

    /** Type of a dNSName among the subject's alternative names (RFC 5280 §4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final byte[] PROBE = {1, 2, 3, 4};

    private final SslContext context;

    PeerTls(SslContext context) {
        this.context = context;
    }

    /**
     * Reads what this server shows and whom it believes, once: a new certificate needs a restart.
     *
     * @param certificate PEM: this server's certificate, then those that lead to its authority
     * @param key PEM, PKCS #8, not encrypted
     * @param trust PEM: the authorities of the peers' certificates
     * @throws IOException if one of the files is no good; the message names it and says what is wanted
     */
    public static PeerTls of(Path certificate, Path key, Path trust) throws IOException {
        List<X509Certificate> chain = certificates(certificate);
        List<X509Certificate> authorities = certificates(trust);
        PrivateKey privateKey = PemKey.read(key);
        if (!isPair(chain.get(0).getPublicKey(), privateKey)) {
            throw new IOException(key + " is not the key of the first certificate in " + certificate);
        }
        return new PeerTls(SslContextBuilder.forServer(privateKey, chain)
                .sslProvider(SslProvider.JDK)
                .trustManager(authorities)
                .clientAuth(ClientAuth.REQUIRE)
                .protocols("TLSv1.3", "TLSv1.2")
                .build());
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(file + " has no certificate: PEM is wanted (-----BEGIN CERTIFICATE-----)");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + " has no certificate that can be read: " + e.getMessage(), e);
        }
    }

    private static boolean isPair(PublicKey publicKey, PrivateKey privateKey) throws IOException {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(PemKey.signatureOf(privateKey.getAlgorithm()));
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IOException("the TLS key cannot sign: " + e.getMessage(), e);
        }
    }

    /** The handler of one connection, whose handshake may take so long; what the handshake computes is computed by {@code handshakes}. */
    SslHandler handler(ByteBufAllocator allocator, Duration handshakeMax, Executor handshakes) {
        SSLEngine engine = context.newEngine(allocator);
        SslHandler handler = new SslHandler(engine, handshakes);
        handler.setHandshakeTimeoutMillis(handshakeMax.toMillis());
        return handler;
    }

    /** Whether the certificate of the peer at the other end has this name among its DNS names. */
    static boolean names(SSLSession session, String originHost) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            Collection<List<?>> names = ((X509Certificate) chain[0]).getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .anyMatch(name ->
                                    name.get(0).equals(DNS_NAME) && originHost.equalsIgnoreCase((String) name.get(1)));
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return false; // nobody is named
        }
    }
}

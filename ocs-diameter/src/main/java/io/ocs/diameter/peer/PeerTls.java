package io.ocs.diameter.peer;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS towards peers, from the first octet of a connection on (RFC 6733 §13.1). Both sides show certificates, and a peer may only call itself by a name
 * that its certificate has. Safe on any thread, except for {@link #renew}, which is for one.
 */
public final class PeerTls {

    private static final Logger LOG = LoggerFactory.getLogger(PeerTls.class);

    /** Type of a dNSName among the subject's alternative names (RFC 5280 §4.2.1.6). */
    private static final int DNS_NAME = 2;

    /** Null if nothing can be read again. */
    private final TlsFiles files;

    private volatile TlsFiles.Contexts contexts;
    private String stamp = "";
    private String mistake;

    /** For tests: a server that reads no files. */
    PeerTls(SslContext server) {
        files = null;
        contexts = new TlsFiles.Contexts(server, null);
    }

    private PeerTls(TlsFiles files) throws IOException {
        this.files = files;
        stamp = files.stamp();
        contexts = files.read();
    }

    /**
     * Reads what this server shows and whom it believes.
     *
     * @param certificate PEM: this server's certificate, then those that lead to its authority
     * @param key PEM, PKCS #8, not encrypted
     * @param trust PEM: the authorities of the peers' certificates
     * @throws IOException if one of the files is no good; the message names it and says what is wanted
     */
    public static PeerTls of(Path certificate, Path key, Path trust) throws IOException {
        return new PeerTls(new TlsFiles(certificate, key, trust));
    }

    /**
     * Looks whether the files have changed, and reads them again if so: handshakes from now on go by them, connections that stand are left alone. Files that
     * are no good change nothing. To be called once a second or so; one that finds files changing says nothing yet, since they are replaced one by one.
     *
     * @return what is wrong with the files, while the former ones serve; empty if nothing is
     */
    public Optional<String> renew() {
        if (files == null) {
            return Optional.empty();
        }
        String found = stampNow();
        if (!found.equals(stamp)) {
            stamp = found;
            readAgain();
            return Optional.empty();
        }
        return Optional.ofNullable(mistake);
    }

    private String stampNow() {
        try {
            return files.stamp();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void readAgain() {
        try {
            contexts = files.read();
            mistake = null;
            LOG.atInfo().addKeyValue("certificate", files.certificate()).log("certificates-renewed");
        } catch (IOException e) {
            mistake = e instanceof NoSuchFileException ? "there is no file " + e.getMessage() : e.getMessage();
            LOG.atWarn().addKeyValue("reason", mistake).log("certificates-not-renewed");
        }
    }

    /** The handler of one connection that a peer has begun, whose handshake may take so long; what it computes is computed by {@code handshakes}. */
    SslHandler handler(ByteBufAllocator allocator, Duration handshakeMax, Executor handshakes) {
        return handler(contexts.server(), allocator, handshakeMax, handshakes);
    }

    /** As {@link #handler}, of a connection that this server begins. */
    SslHandler clientHandler(ByteBufAllocator allocator, Duration handshakeMax, Executor handshakes) {
        return handler(contexts.client(), allocator, handshakeMax, handshakes);
    }

    private static SslHandler handler(
            SslContext context, ByteBufAllocator allocator, Duration handshakeMax, Executor handshakes) {
        SslHandler handler = new SslHandler(context.newEngine(allocator), handshakes);
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

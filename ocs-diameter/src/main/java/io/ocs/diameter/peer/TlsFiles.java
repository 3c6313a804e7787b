package io.ocs.diameter.peer;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What this server shows to peers over TLS, and whom it believes.
 *
 * @param certificate PEM: this server's certificate, then those that lead to its authority
 * @param key PEM, PKCS #8, not encrypted
 * @param trust PEM: the authorities of the peers' certificates
 */
record TlsFiles(Path certificate, Path key, Path trust) {

    private static final byte[] PROBE = {1, 2, 3, 4};
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** What is made of the files: for connections that peers begin, and for those that this server begins. */
    record Contexts(SslContext server, SslContext client) {}

    /** Reads the files. @throws IOException if one of them is no good; the message names it and says what is wanted */
    Contexts read() throws IOException {
        List<X509Certificate> chain = certificates(certificate);
        List<X509Certificate> authorities = certificates(trust);
        PrivateKey privateKey = PemKey.read(key);
        if (!isPair(chain.get(0).getPublicKey(), privateKey)) {
            throw new IOException(key + " is not the key of the first certificate in " + certificate);
        }
        SslContext server = SslContextBuilder.forServer(privateKey, chain)
                .sslProvider(SslProvider.JDK)
                .trustManager(authorities)
                .clientAuth(ClientAuth.REQUIRE)
                .protocols(PROTOCOLS)
                .build();
        SslContext client = SslContextBuilder.forClient()
                .keyManager(privateKey, chain)
                .sslProvider(SslProvider.JDK)
                .trustManager(authorities)
                .endpointIdentificationAlgorithm(null) // a peer is held to its Origin-Host, whatever address it has
                .protocols(PROTOCOLS)
                .build();
        return new Contexts(server, client);
    }

    /** Tells other files, and other contents, from these. */
    String stamp() throws IOException {
        return stamp(certificate) + stamp(key) + stamp(trust);
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.lastModifiedTime().toInstant() + " " + now.size() + " " + now.fileKey() + ";";
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
}

package io.ocs.server.http;

import io.ocs.server.config.HttpSettings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** TLS 1.2 or 1.3 towards those who administrate. */
final class HttpTls {
    private HttpTls() {}

    /** @throws IOException if one of the files is no good; the message names key and file */
    static void apply(HttpSettings.Tls files, HttpServerOptions http) throws IOException {
        check("http.tls.certificate", files.certificate());
        readable("http.tls.key", files.key());
        http.setSsl(true)
                .setEnabledSecureTransportProtocols(java.util.Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(files.certificate().toString())
                        .addKeyPath(files.key().toString()));
    }

    private static void check(String key, Path file) throws IOException {
        readable(key, file);
        try (InputStream in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new IOException(
                        key + ": " + file + " has no certificate: PEM is wanted (-----BEGIN CERTIFICATE-----)");
            }
        } catch (CertificateException e) {
            throw new IOException(key + ": " + file + " has no certificate that can be read: " + e.getMessage(), e);
        }
    }

    private static void readable(String key, Path file) throws IOException {
        try {
            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(key + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(key + ": " + file + " cannot be read: " + e, e);
        }
    }
}

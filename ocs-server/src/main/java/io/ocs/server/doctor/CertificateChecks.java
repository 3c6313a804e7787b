package io.ocs.server.doctor;

import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Certificates: readable, and valid for a while. */
final class CertificateChecks {
    private static final Duration SOON = Duration.ofDays(30);

    private CertificateChecks() {}

    static List<Finding> findings(OcsConfig config, Instant now) {
        List<Finding> findings = new ArrayList<>();
        config.diameter().tls().ifPresent(tls -> {
            findings.addAll(certificates("diameter.tls.certificate", tls.certificate(), now));
            findings.addAll(certificates("diameter.tls.trust", tls.trust(), now));
            findings.add(key("diameter.tls.key", tls.key()));
        });
        config.http().tls().ifPresent(tls -> {
            findings.addAll(certificates("http.tls.certificate", tls.certificate(), now));
            findings.add(key("http.tls.key", tls.key()));
        });
        return findings;
    }

    static List<Finding> certificates(String key, Path file, Instant now) {
        List<Finding> findings = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                findings.add(validity(key, (X509Certificate) certificate, now));
            }
            if (findings.isEmpty()) {
                findings.add(
                        Finding.bad(key, file + " has no certificate", "PEM is wanted (-----BEGIN CERTIFICATE-----)"));
            }
        } catch (IOException | CertificateException e) {
            findings.add(Finding.bad(
                    key, file + " cannot be read: " + e, "put the PEM file there, readable for the server's user"));
        }
        return findings;
    }

    private static Finding validity(String key, X509Certificate certificate, Instant now) {
        Instant until = certificate.getNotAfter().toInstant();
        String found = certificate.getSubjectX500Principal() + " is valid until " + until;
        if (now.isAfter(until)) {
            return Finding.bad(
                    key,
                    found + ": it has expired",
                    "have it renewed and put the new file there; http.tls wants a restart then");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Finding.bad(
                    key,
                    certificate.getSubjectX500Principal() + " is valid from "
                            + certificate.getNotBefore().toInstant() + " on only",
                    "look at the clock of this machine, and of who made it");
        }
        return now.plus(SOON).isAfter(until)
                ? Finding.warn(key, found, "have it renewed in time; http.tls wants a restart then")
                : Finding.ok(key, found);
    }

    private static Finding key(String key, Path file) {
        try {
            String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            return text.contains("-----BEGIN PRIVATE KEY-----")
                    ? Finding.ok(key, file.toString())
                    : Finding.bad(
                            key,
                            file + " is no key in PKCS #8 without a password",
                            "openssl pkcs8 -topk8 -nocrypt -in OLD -out " + file);
        } catch (IOException e) {
            return Finding.bad(
                    key, file + " cannot be read: " + e, "put the PEM file there, readable for the server's user only");
        }
    }
}

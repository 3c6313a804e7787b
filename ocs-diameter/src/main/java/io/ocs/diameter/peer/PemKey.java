package io.ocs.diameter.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key from PEM (PKCS #8, RFC 7468 §10). */
final class PemKey {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String WANTED =
            " has no private key: PEM in PKCS #8, not encrypted, is wanted (-----BEGIN PRIVATE KEY-----)";

    private static final String DAMAGED =
            " has a private key that is damaged: Base64 of PKCS #8 is wanted between its BEGIN and END lines: ";

    /** Kinds of keys, and how each signs. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private PemKey() {}

    /** @throws IOException naming the file and what is wanted */
    static PrivateKey read(Path file) throws IOException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + WANTED);
        }
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(decode(file, pem.group(1)));
        for (String algorithm : SIGNATURES.keySet()) {
            PrivateKey read = read(key, algorithm);
            if (read != null) {
                return read;
            }
        }
        throw new IOException(file + " has a private key of none of the kinds " + SIGNATURES.keySet());
    }

    private static byte[] decode(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + DAMAGED + e.getMessage(), e);
        }
    }

    /** @return null if it is no key of this kind */
    private static PrivateKey read(PKCS8EncodedKeySpec key, String algorithm) throws IOException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(key);
        } catch (InvalidKeySpecException e) {
            return null; // of another kind
        } catch (GeneralSecurityException e) {
            throw new IOException("keys of the kind " + algorithm + " cannot be read here: " + e.getMessage(), e);
        }
    }

    /** How a key of this kind signs. */
    static String signatureOf(String algorithm) {
        return SIGNATURES.getOrDefault(algorithm, algorithm);
    }
}

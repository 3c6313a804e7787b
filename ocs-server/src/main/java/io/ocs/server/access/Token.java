package io.ocs.server.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * One line of the file of tokens.
 *
 * <p>A token is 256 random bits, so a plain SHA-256 of it is enough: salt and a slow function protect what people choose and what can be guessed; here
 * nobody can try all of them, and equal hashes are equal tokens.
 *
 * @param hash SHA-256 of the token, in hexadecimal
 * @param name of who has it, as it stands in the audit log
 */
public record Token(String hash, Role role, String name, Instant created) {
    /** Lets scanners for secrets know one that has slipped into a file. */
    private static final String PREFIX = "ocs_";

    private static final int RANDOM_OCTETS = 32;

    /** Letters, digits, and what names of people and machines have between them. */
    public static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

    /** A new secret, which is shown once and kept nowhere. */
    public static String newSecret() {
        byte[] octets = new byte[RANDOM_OCTETS];
        new SecureRandom().nextBytes(octets);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** What is kept of a secret. */
    public static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** As it stands in the file. */
    String line() {
        return hash + " " + role.label() + " " + name + " " + created;
    }
}

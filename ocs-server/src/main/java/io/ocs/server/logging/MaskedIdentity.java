package io.ocs.server.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.SubscriptionId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names a subscriber in logs without telling who it is: {@code e164#5f3a9c1b}. The same identity has the same mask as long as the process
 * lives, so lines can be put together; the salt is random and never stored, so numbers cannot be found by trying all of them.
 */
public final class MaskedIdentity {
    private static final byte[] SALT = new SecureRandom().generateSeed(16);
    private static final int SHOWN_OCTETS = 4;

    private MaskedIdentity() {}

    public static String of(SubscriptionId identity) {
        return identity.type().label() + "#" + HexFormat.of().formatHex(digest(identity.data()), 0, SHOWN_OCTETS);
    }

    private static byte[] digest(String data) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(SALT);
            return sha.digest(data.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

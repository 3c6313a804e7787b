package io.ocs.server.alarm;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret of a webhook, {@code whsec_} and 24 to 64 octets in Base64, and its signatures ({@code v1}: HMAC-SHA256) by Standard Webhooks. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int OCTETS_MIN = 24;
    private static final int OCTETS_MAX = 64;
    private static final String WANTED = "'whsec_' and " + OCTETS_MIN + " to " + OCTETS_MAX
            + " octets in Base64 are wanted, like whsec_$(openssl rand -base64 32)";

    private final SecretKeySpec key;

    private WebhookSecret(byte[] octets) {
        key = new SecretKeySpec(octets, ALGORITHM);
    }

    /** @throws IllegalArgumentException saying what is wanted, and not what was given */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(WANTED);
        }
        byte[] octets = octets(text.substring(PREFIX.length()));
        if (octets.length < OCTETS_MIN || octets.length > OCTETS_MAX) {
            throw new IllegalArgumentException(WANTED);
        }
        return new WebhookSecret(octets);
    }

    private static byte[] octets(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(WANTED, e);
        }
    }

    /** Value of the header {@code webhook-signature}. */
    public String signature(byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Without the secret, which belongs in no log. */
    @Override
    public String toString() {
        return "whsec_…";
    }
}

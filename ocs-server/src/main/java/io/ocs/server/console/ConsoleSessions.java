package io.ocs.server.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who has signed in at a browser: a random number, which the browser keeps as a cookie, stands for the hash of a token for {@value #LASTS_H} hours at most. They are
 * gone with the process. What a form brings along is a keyed hash of that number, so that a page from elsewhere, which does not see the cookie, cannot
 * make one. One thread at a time.
 */
public final class ConsoleSessions {
    static final int SESSIONS_MAX = 1_000;
    static final long LASTS_H = 12;
    private static final int OCTETS = 32;
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanoTime;
    private final byte[] key = new byte[OCTETS];
    private final Map<String, Session> sessions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > SESSIONS_MAX;
        }
    };

    private record Session(String tokenHash, long begunNanos) {}

    public ConsoleSessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        random.nextBytes(key);
    }

    /** A number that nobody can guess. */
    public String newId() {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** Somebody has shown a token. @return the number of the session, another one than the browser had before */
    public String begin(String tokenHash) {
        String id = newId();
        sessions.put(id, new Session(tokenHash, nanoTime.getAsLong()));
        return id;
    }

    /** The hash of the token that was shown; empty if there is no such session (any more). */
    public Optional<String> tokenHash(String id) {
        Session session = sessions.get(id);
        if (session != null && nanoTime.getAsLong() - session.begunNanos() > TimeUnit.HOURS.toNanos(LASTS_H)) {
            sessions.remove(id);
            return Optional.empty();
        }
        return Optional.ofNullable(session).map(Session::tokenHash);
    }

    public void end(String id) {
        sessions.remove(id);
    }

    /** What a form brings along that a page for this number has. */
    public String csrf(String id) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(id.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    /** Whether a form came from a page for this number. */
    public boolean isOf(String id, String csrf) {
        return MessageDigest.isEqual(csrf(id).getBytes(US_ASCII), csrf.getBytes(US_ASCII));
    }
}

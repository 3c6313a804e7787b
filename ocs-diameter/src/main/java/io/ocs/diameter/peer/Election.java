package io.ocs.diameter.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

/** Which of two connections stays when two peers have connected to each other at once (RFC 6733 §5.6.4). */
final class Election {

    private Election() {}

    /**
     * Whether this node wins, and so keeps the connection that the peer has begun: its Origin-Host comes after the peer's, octet by octet and without
     * regard to the case of ASCII.
     */
    static boolean isWon(String ownOriginHost, String peerOriginHost) {
        return Arrays.compareUnsigned(octets(ownOriginHost), octets(peerOriginHost)) > 0;
    }

    private static byte[] octets(String originHost) {
        return originHost.toLowerCase(Locale.ROOT).getBytes(UTF_8);
    }
}

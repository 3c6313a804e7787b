package io.ocs.diameter.peer;

import io.ocs.core.Octets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Origin-State-Ids of those who send requests (RFC 6733 §8.16), each of the Origin-Host of its message, whatever connection that came over. A higher
 * value than before means that the host was started again and has lost its sessions; 0 says nothing, and a lower one is a straggler.
 */
final class OriginStates {

    /** Hosts that are remembered; those beyond are not watched. */
    private static final int HOSTS_MAX = 10_000;

    private final ConcurrentMap<String, Long> highest = new ConcurrentHashMap<>();
    private final DiameterListener listener;
    /** How often a host was forgotten. */
    private final AtomicInteger forgotten = new AtomicInteger();

    OriginStates(DiameterListener listener) {
        this.listener = listener;
    }

    /**
     * Takes what the CER of this host says. One that says nothing makes the next value the first one: some clients send their value in a DWR only, and a
     * new one with each connection. Safe on any thread.
     */
    void begin(String originHost, long originStateId) {
        if (originStateId != 0) {
            note(originHost, originStateId);
        } else if (highest.remove(originHost.toLowerCase(Locale.ROOT)) != null) {
            forgotten.incrementAndGet(); // after the entry has gone
        }
    }

    /** Takes what a message of this host says. Safe on any thread; tells the listener of a restart once. */
    void note(String originHost, long originStateId) {
        String host = originHost.toLowerCase(Locale.ROOT);
        if (originStateId == 0 || (highest.size() >= HOSTS_MAX && !highest.containsKey(host))) {
            return;
        }
        boolean[] restarted = new boolean[1];
        highest.merge(host, originStateId, (before, now) -> {
            restarted[0] = now > before;
            return Math.max(before, now);
        });
        if (restarted[0]) {
            listener.onRestart(host);
        }
    }

    /** Whether two identities are the same: without regard to the case of ASCII (RFC 6733 §4.3.1). Allocates nothing. */
    static boolean isSameHost(byte[] one, Octets other) {
        if (one.length != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            if (lowerCase(one[i]) != lowerCase(other.array()[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }

    /** What one event loop has seen last: nearly all messages say the same as the one before, and cost no garbage. Belongs to that event loop. */
    static final class Seen {

        private final OriginStates states;
        private final Map<Octets, Long> byHost = new HashMap<>();
        private int forgotten;

        Seen(OriginStates states) {
            this.states = states;
        }

        void note(Octets originHost, long originStateId) {
            if (originStateId == 0) {
                return;
            }
            if (forgotten != states.forgotten.get()) {
                forgotten = states.forgotten.get(); // whichever host it was: that is rare
                byHost.clear();
            }
            Long before = byHost.get(originHost);
            if (before == null || before != originStateId) {
                if (before != null || byHost.size() < HOSTS_MAX) {
                    Octets key = new Octets(originHost.length());
                    key.set(originHost);
                    byHost.put(key, originStateId);
                }
                states.note(originHost.toString(), originStateId);
            }
        }
    }
}

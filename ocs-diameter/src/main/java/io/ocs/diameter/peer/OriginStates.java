package io.ocs.diameter.peer;

import io.ocs.core.Octets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The Origin-State-Ids of those who send requests (RFC 6733 §8.16), each of the Origin-Host of its message, whatever connection that came over. A higher
 * value than before means that the host was started again and has lost its sessions; 0 says nothing, and a lower one is a straggler. Of very many hosts those
 * are forgotten that have gone longest ago: the next value of such a one counts as its first.
 */
final class OriginStates {

    /** Hosts that are remembered. */
    private static final int HOSTS_MAX = 10_000;

    private final HostMemory<Long> highest;
    private final DiameterListener listener;
    /** How often a host was forgotten because of what its CER says. */
    private final AtomicInteger forgotten = new AtomicInteger();

    /** @param isConnected whether a host, by name in lower case, is heard at present, itself or through others */
    OriginStates(DiameterListener listener, Predicate<String> isConnected) {
        this.listener = listener;
        highest = new HostMemory<>(HOSTS_MAX, (host, state) -> isConnected.test(host));
    }

    /**
     * Takes what the CER of this host says. One that says nothing makes the next value the first one: some clients send their value in a DWR only, and a
     * new one with each connection. Safe on any thread.
     */
    void begin(String originHost, long originStateId) {
        if (originStateId != 0) {
            note(originHost, originStateId);
        } else if (highest.change(originHost, before -> null) != null) {
            forgotten.incrementAndGet(); // after the entry has gone
        }
    }

    /** This host was heard of until now. Safe on any thread. */
    void seen(String originHost) {
        highest.seen(originHost);
    }

    /** Takes what a message of this host says. Safe on any thread; tells the listener of a restart once. */
    void note(String originHost, long originStateId) {
        if (originStateId == 0) {
            return;
        }
        Long before = highest.change(
                originHost, known -> known == null ? originStateId : Long.valueOf(Math.max(known, originStateId)));
        if (before != null && originStateId > before) {
            listener.onRestart(originHost.toLowerCase(Locale.ROOT));
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
                String host = originHost.toString();
                if (before != null) {
                    states.note(host, before); // it may have been forgotten, and has come again since
                }
                put(originHost, originStateId);
                states.note(host, originStateId);
            }
        }

        private void put(Octets originHost, long originStateId) {
            if (byHost.size() >= HOSTS_MAX) {
                byHost.clear(); // what is known stands elsewhere
            }
            Octets key = new Octets(originHost.length());
            key.set(originHost);
            byHost.put(key, originStateId);
        }
    }
}

package io.ocs.core.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.Octets;
import io.ocs.core.state.SessionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Network elements that have lost their sessions by a restart (RFC 6733 §8.6), so that the shards end what is still open of them. A session is that
 * of the host by whose name its Session-Id begins (RFC 6733 §8.8), and was lost if it was opened before the restart was noticed. A restart is
 * remembered for longer than a turn of the {@link Supervision} takes; what is left then ends by its time-out. Safe on any thread.
 */
public final class RestartedHosts {

    private static final long REMEMBERED_MS = 300_000;
    private static final int HOSTS_MAX = 64;

    private record Host(Octets sessionIdPrefix, long restartedMs) {}

    private volatile List<Host> hosts = List.of();

    /**
     * Notes a restart.
     *
     * @param atMs of the shards' clock
     */
    public synchronized void add(String originHost, long atMs) {
        byte[] text = (originHost.toLowerCase(Locale.ROOT) + ";").getBytes(UTF_8);
        Octets prefix = new Octets(text.length);
        prefix.set(text, 0, text.length);
        List<Host> all = new ArrayList<>(hosts);
        all.removeIf(host -> isForgotten(host, atMs));
        if (all.size() == HOSTS_MAX) {
            all.remove(0); // its sessions have had the longest time
        }
        all.add(new Host(prefix, atMs));
        hosts = List.copyOf(all);
    }

    private static boolean isForgotten(Host host, long nowMs) {
        return nowMs - host.restartedMs > REMEMBERED_MS;
    }

    /** Whether there is a restart to think of. */
    boolean hasAny(long nowMs) {
        for (Host host : hosts) {
            if (!isForgotten(host, nowMs)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the restarts has lost this session. */
    boolean haveLost(SessionEntry session) {
        for (Host host : hosts) {
            if (session.openedMs() < host.restartedMs && session.idStartsWith(host.sessionIdPrefix)) {
                return true;
            }
        }
        return false;
    }
}

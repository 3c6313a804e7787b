package io.ocs.core.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Network elements that have lost their sessions by a restart (RFC 6733 §8.6), so that the shards end what is still open of them; each shard looks at
 * them through its {@link LostSessions}. A restart is remembered for longer than a turn of the {@link Supervision} takes; what is left then ends by its
 * time-out. Safe on any thread.
 */
public final class RestartedHosts {

    private static final long REMEMBERED_MS = 300_000;
    private static final int HOSTS_MAX = 64;
    /** A host that restarts more often than this is not believed. */
    private static final long AGAIN_MS = 10_000;

    /** A host that was started again, by the beginning of its Session-Ids (RFC 6733 §8.8). */
    record Host(Octets sessionIdPrefix, long restartedMs) {}

    private volatile List<Host> hosts = List.of();

    /**
     * Notes a restart.
     *
     * @param atMs of the shards' clock
     * @return false if the host was noted a moment ago already, and is not again
     */
    public synchronized boolean add(String originHost, long atMs) {
        byte[] text = (originHost.toLowerCase(Locale.ROOT) + ";").getBytes(UTF_8);
        Octets prefix = new Octets(text.length);
        prefix.set(text, 0, text.length);
        List<Host> all = new ArrayList<>(hosts);
        if (all.stream().anyMatch(host -> host.sessionIdPrefix.equals(prefix) && atMs - host.restartedMs < AGAIN_MS)) {
            return false;
        }
        all.removeIf(host -> isForgotten(host, atMs) || host.sessionIdPrefix.equals(prefix));
        if (all.size() == HOSTS_MAX) {
            all.remove(0); // its sessions have had the longest time
        }
        all.add(new Host(prefix, atMs));
        hosts = List.copyOf(all);
        return true;
    }

    static boolean isForgotten(Host host, long nowMs) {
        return nowMs - host.restartedMs > REMEMBERED_MS;
    }

    /** Those that are remembered; another list whenever they change. */
    List<Host> all() {
        return hosts;
    }
}

package io.ocs.diameter.peer;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * Something about hosts, by their names in any case, of so many at most. For one more, the one is forgotten that was seen least recently among those that are
 * not connected. If there are only connected ones, the newcomer is not remembered. Safe on any thread.
 *
 * @param <V> what is remembered of a host
 */
final class HostMemory<V> {

    /** How many are looked at to find one that can be forgotten: those that are connected count as seen just now. So each newcomer costs little. */
    private static final int LOOKS_MAX = 16;

    private final int hostsMax;
    private final BiPredicate<String, V> isConnected;
    /** Least recently seen first. */
    private final LinkedHashMap<String, V> byHost = new LinkedHashMap<>();

    /**
     * Remembers nothing yet.
     *
     * @param isConnected whether somebody, by name in lower case, cannot be forgotten now; must not come back here
     */
    HostMemory(int hostsMax, BiPredicate<String, V> isConnected) {
        this.hostsMax = hostsMax;
        this.isConnected = isConnected;
    }

    /** What is remembered of a host, or null. */
    synchronized V get(String host) {
        return byHost.get(key(host));
    }

    /** A host, if it is remembered, is seen now. */
    synchronized void seen(String host) {
        String key = key(host);
        V value = byHost.remove(key);
        if (value != null) {
            byHost.put(key, value);
        }
    }

    /**
     * Replaces what is remembered of a host, which counts as seen.
     *
     * @param change gets what was remembered, or null; of null nothing is kept
     * @return what was remembered, or null
     */
    synchronized V change(String host, UnaryOperator<V> change) {
        String key = key(host);
        V before = byHost.remove(key);
        V after = change.apply(before);
        if (after != null && (byHost.size() < hostsMax || forgetOne())) {
            byHost.put(key, after);
        }
        return before;
    }

    private boolean forgetOne() {
        for (int looks = 0; looks < LOOKS_MAX && !byHost.isEmpty(); looks++) {
            Iterator<Map.Entry<String, V>> all = byHost.entrySet().iterator();
            Map.Entry<String, V> eldest = all.next();
            if (!isConnected.test(eldest.getKey(), eldest.getValue())) {
                all.remove();
                return true;
            }
            seen(eldest.getKey());
        }
        return false;
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}

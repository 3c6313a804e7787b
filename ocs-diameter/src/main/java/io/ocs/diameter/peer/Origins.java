package io.ocs.diameter.peer;

import io.ocs.core.Octets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** All {@link Origin}s of this process, by route and by host. The newest are kept; a route that is forgotten leads by the host. Safe on any thread. */
final class Origins {

    /** Routes that are remembered, a power of two. */
    private static final int ROUTES_MAX = 1 << 16;
    /** Hosts that are remembered, those of them without a connection as long as there is room. */
    private static final int HOSTS_MAX = 10_000;

    private final AtomicReferenceArray<Origin> byRoute = new AtomicReferenceArray<>(ROUTES_MAX);
    private final HostMemory<Origin> byHost =
            new HostMemory<>(HOSTS_MAX, (host, origin) -> origin.connection() != null);
    private final AtomicInteger lastRoute = new AtomicInteger();

    /** Notes a network element, or that it is heard over another connection. */
    Origin heard(Octets host, String realm, PeerConnection connection) {
        int route = lastRoute.incrementAndGet();
        if (route == 0) {
            route = lastRoute.incrementAndGet(); // 0 is none
        }
        Origin origin = new Origin(host, realm, route, connection);
        byRoute.set(route & (ROUTES_MAX - 1), origin);
        byHost.change(origin.host, before -> origin);
        return origin;
    }

    /** The connection of an origin has ended. */
    void gone(Origin origin) {
        origin.onConnectionEnd();
        byHost.seen(origin.host);
    }

    /** The origin of this route, or null. */
    Origin of(int route) {
        Origin origin = byRoute.get(route & (ROUTES_MAX - 1));
        return route != 0 && origin != null && origin.route == route ? origin : null;
    }

    /** The origin of this name that was noted last, or null. */
    Origin of(String host) {
        return byHost.get(host);
    }

    /** Whether the origin of this name that was noted last has a connection. */
    boolean isConnected(String host) {
        Origin origin = byHost.get(host);
        return origin != null && origin.connection() != null;
    }
}

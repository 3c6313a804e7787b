package io.ocs.core.shard;

import io.ocs.core.state.SessionEntry;
import java.util.List;

/**
 * Which sessions of one shard the {@link RestartedHosts} have lost: those opened before the restart, by the time of this shard's batches. That may be
 * behind the clock by which the restart was noted, and the first sessions of the new life are opened by it. Belongs to the shard's thread.
 */
final class LostSessions {

    private final RestartedHosts restarted;
    private List<RestartedHosts.Host> hosts = List.of();
    /** By host: the time of the batch in which it was seen first, at the latest that of the restart. */
    private long[] openedBeforeMs = {};

    LostSessions(RestartedHosts restarted) {
        this.restarted = restarted;
    }

    /**
     * Looks for restarts, after the requests of a batch were decided: one that is noted before a request was handed over is seen with it at the latest.
     *
     * @param batchMs time of the batch
     * @return whether there is a restart to think of
     */
    boolean look(long batchMs) {
        List<RestartedHosts.Host> now = restarted.all();
        if (now != hosts) {
            long[] limits = new long[now.size()];
            for (int i = 0; i < limits.length; i++) {
                int known = hosts.indexOf(now.get(i));
                limits[i] = known < 0 ? Math.min(batchMs, now.get(i).restartedMs()) : openedBeforeMs[known];
            }
            openedBeforeMs = limits;
            hosts = now;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!RestartedHosts.isForgotten(now.get(i), batchMs)) {
                return true;
            }
        }
        return false;
    }

    boolean has(SessionEntry session) {
        for (int i = 0; i < hosts.size(); i++) {
            if (session.openedMs() < openedBeforeMs[i]
                    && session.idStartsWith(hosts.get(i).sessionIdPrefix())) {
                return true;
            }
        }
        return false;
    }
}

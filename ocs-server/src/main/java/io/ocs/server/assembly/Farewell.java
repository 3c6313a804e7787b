package io.ocs.server.assembly;

import io.ocs.core.shard.ShardGateway;
import io.ocs.core.state.Table;
import io.ocs.diameter.peer.DiameterServer;
import io.ocs.server.config.StopSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of Diameter: lets open sessions end, if that is wanted, and the peers go. Requests under way are answered, as the shards still run. */
final class Farewell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final StopSettings settings;
    private final List<ShardUnit> shards;
    private final ShardGateway gateway;
    private final DiameterServer diameter;

    Farewell(StopSettings settings, List<ShardUnit> shards, ShardGateway gateway, DiameterServer diameter) {
        this.settings = settings;
        this.shards = shards;
        this.gateway = gateway;
        this.diameter = diameter;
    }

    @Override
    public void close() {
        long untilNanos = System.nanoTime() + settings.waitMax().toNanos();
        if (settings.disconnect() == StopSettings.Disconnect.LAST) {
            gateway.refuseNew();
            awaitSessionsEnded(untilNanos);
        }
        diameter.stop(Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime())));
    }

    private void awaitSessionsEnded(long untilNanos) {
        while (openSessions() > 0 && System.nanoTime() < untilNanos) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        LOG.atInfo().addKeyValue("openSessions", openSessions()).log("sessions-drained");
    }

    private long openSessions() {
        return shards.stream().mapToLong(unit -> unit.image.size(Table.SESSION)).sum();
    }
}

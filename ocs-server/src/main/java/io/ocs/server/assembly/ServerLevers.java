package io.ocs.server.assembly;

import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.shard.ShardGateway;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.jmx.Operations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What JMX turns of a running server. */
record ServerLevers(
        List<ShardUnit> shards,
        ShardGateway gateway,
        Charges charges,
        AccountAdministration administration,
        Alarms raised,
        LiveCatalog catalog)
        implements Operations.Levers {

    @Override
    public void refuseNew() {
        gateway.refuseNew();
    }

    @Override
    public Map<Integer, CompletableFuture<Long>> snapshots() {
        Map<Integer, CompletableFuture<Long>> asked = new TreeMap<>();
        shards.forEach(unit -> asked.put(unit.shard.index(), unit.shard.snapshot()));
        return asked;
    }

    @Override
    public void flushRecords() {
        charges.flush();
    }

    @Override
    public CompletableFuture<CommandResult> execute(String idempotencyKey, AccountCommand command) {
        return administration.execute(idempotencyKey, command).toCompletableFuture();
    }

    @Override
    public int catalogVersion() {
        return catalog.version().number();
    }

    @Override
    public CompletableFuture<LiveCatalog.Applied> reloadCatalog(String reason) {
        return catalog.reload(new LiveCatalog.Change("jmx", reason, 0));
    }

    @Override
    public List<String> alarms() {
        return raised.raised().stream().map(each -> each.alarm().id()).toList();
    }
}

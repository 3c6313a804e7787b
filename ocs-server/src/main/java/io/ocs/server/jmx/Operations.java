package io.ocs.server.jmx;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.server.audit.AuditLog;
import io.ocs.server.catalog.LiveCatalog;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.LoggerFactory;

/** Does what {@link OperationsMXBean} says, and notes it in the audit log before and after. Safe on any thread. */
public final class Operations implements OperationsMXBean, AutoCloseable {
    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final long WAIT_S = 60;
    private static final int OK = 200;
    private static final int FAILED = 500;

    /** What the operations turn. */
    public interface Levers {

        /** Has new sessions and events refused from now on. */
        void refuseNew();

        /** Takes a snapshot of each shard; by shard. */
        Map<Integer, CompletableFuture<Long>> snapshots();

        void flushRecords();

        CompletableFuture<CommandResult> execute(String idempotencyKey, AccountCommand command);

        List<String> alarms();

        int catalogVersion();

        /** Brings the configured directory into force as it is now. */
        CompletableFuture<LiveCatalog.Applied> reloadCatalog(String reason);
    }

    private final Levers levers;
    private final AuditLog audit;
    private final ObjectName name;
    private volatile boolean draining;

    private Operations(Levers levers, AuditLog audit, ObjectName name) {
        this.levers = levers;
        this.audit = audit;
        this.name = name;
    }

    /**
     * Shows the operations of a server in this virtual machine's JMX, as {@code io.ocs:type=Operations,node=…,http=PORT}.
     *
     * @param httpPort tells servers of one process apart
     */
    public static Operations register(String node, int httpPort, Levers levers, AuditLog audit) {
        try {
            ObjectName name = new ObjectName("io.ocs:type=Operations,node=" + node + ",http=" + httpPort);
            Operations operations = new Operations(levers, audit, name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(operations, name);
            return operations;
        } catch (JMException e) {
            throw new IllegalStateException("the operations cannot be registered in JMX", e);
        }
    }

    /** Why no new sessions are taken; empty while they are. */
    public Optional<String> hindrance() {
        return draining ? Optional.of("draining: no new sessions are taken") : Optional.empty();
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public List<String> getAlarms() {
        return levers.alarms();
    }

    @Override
    public void drain() {
        audited("drain", "", () -> {
            draining = true;
            levers.refuseNew();
            return "done";
        });
    }

    @Override
    public Map<Integer, Long> snapshot() {
        return audited("snapshot", "", () -> {
            Map<Integer, CompletableFuture<Long>> asked = levers.snapshots();
            Map<Integer, Long> positions = new java.util.TreeMap<>();
            asked.forEach((shard, position) -> positions.put(
                    shard, position.orTimeout(WAIT_S, TimeUnit.SECONDS).join()));
            return positions;
        });
    }

    @Override
    public void flushRecords() {
        audited("flushRecords", "", () -> {
            levers.flushRecords();
            return "done";
        });
    }

    @Override
    public String abortSession(String sessionId) {
        return audited("abortSession", audit.key().mask("sessionId", sessionId), () -> {
            CommandResult result = levers.execute(
                            UUID.randomUUID().toString(), new AccountCommand.AbortSession(sessionId))
                    .orTimeout(WAIT_S, TimeUnit.SECONDS)
                    .join();
            return result.status().name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + result.detail();
        });
    }

    @Override
    public int getCatalogVersion() {
        return levers.catalogVersion();
    }

    @Override
    public String reloadCatalog(String reason) {
        return audited("reloadCatalog", "", () -> {
            try {
                LiveCatalog.Applied applied = levers.reloadCatalog(reason)
                        .orTimeout(WAIT_S, TimeUnit.SECONDS)
                        .join();
                return "version " + applied.version().number()
                        + (applied.isNew() ? " is in force" : " is in force already: nothing differs");
            } catch (CompletionException e) {
                // another virtual machine does not know the classes of this one
                throw new IllegalStateException(e.getCause().getMessage());
            }
        });
    }

    @Override
    public String logLevel(String logger) {
        return logger(logger).getEffectiveLevel().toString();
    }

    @Override
    public String setLogLevel(String logger, String level) {
        String wanted = level.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(wanted)) {
            throw new IllegalArgumentException(
                    "'" + level + "' is no level: ERROR, WARN, INFO, DEBUG or TRACE is wanted");
        }
        return audited("setLogLevel " + wanted, "", () -> {
            String before = logLevel(logger);
            logger(logger).setLevel(Level.toLevel(wanted));
            return before;
        });
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** @throws io.ocs.server.audit.AuditException if it cannot be noted: nothing is done then */
    private <T> T audited(String operation, String subject, Supplier<T> work) {
        long number = audit.begin(new AuditLog.Change(
                "jmx", "admin", "local", "JMX", operation, subject, JsonNodeFactory.instance.objectNode()));
        boolean done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            audit.end(number, done ? OK : FAILED, done ? "done" : "failed");
        }
    }

    @Override
    public void close() throws JMException {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }
}

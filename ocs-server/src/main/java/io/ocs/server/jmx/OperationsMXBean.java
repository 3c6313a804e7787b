package io.ocs.server.jmx;

import java.util.List;
import java.util.Map;

/** Operations of a running server; each that changes something is noted in the audit log, as done by {@code jmx}. */
public interface OperationsMXBean {

    /** Whether {@link #drain} was asked for. */
    boolean isDraining();

    /** Ids of the alarms that are raised: the metric {@code ocs.alarm}. */
    List<String> getAlarms();

    /**
     * From now on new sessions and events are answered 3004 and {@code /health/ready} is 503; open sessions go on. Ends with the process: stop it when the
     * sessions have ended.
     */
    void drain();

    /** Takes a snapshot of every shard now and waits for them. @return their positions, by shard */
    Map<Integer, Long> snapshot();

    /** Closes open files of charging data records and commits open rows now. */
    void flushRecords();

    /** Ends a session and releases what it holds. @return what was done, or why not */
    String abortSession(String sessionId);

    /** Number of the catalogue in force. */
    int getCatalogVersion();

    /**
     * Brings the directory of the configuration into force as it is now, as a new version of the catalogue; if anything is wrong with it, nothing changes
     * and the exception says what.
     *
     * @param reason for the history
     * @return what was done
     */
    String reloadCatalog(String reason);

    /** Level of a logger, inherited or its own; {@code ROOT} for all. */
    String logLevel(String logger);

    /**
     * Sets the level of a logger until the process ends: ERROR, WARN, INFO, DEBUG or TRACE. DEBUG and below show identities of subscribers.
     *
     * @return the level of before
     */
    String setLogLevel(String logger, String level);
}

package io.ocs.server.config;

import io.ocs.core.charging.RatingVersions.RunningSessions;
import java.nio.file.Path;

/**
 * The whole configuration of a server. Immutable and valid.
 *
 * @param node short name of this server, part of CDR file names
 * @param dataDir absolute; journal, images, snapshots, and what is not placed elsewhere
 * @param catalogDirectory absolute; the offers
 * @param runningSessions what becomes of open sessions when another catalogue comes into force
 */
public record OcsConfig(
        String node,
        Path dataDir,
        Path catalogDirectory,
        RunningSessions runningSessions,
        DiameterSettings diameter,
        HttpSettings http,
        AlarmSettings alarms,
        NotificationSettings notifications,
        ChargingSettings charging,
        JournalSettings journal,
        CdrSettings cdr,
        DatabaseSettings database,
        StopSettings stop,
        RequestSettings requests) {}

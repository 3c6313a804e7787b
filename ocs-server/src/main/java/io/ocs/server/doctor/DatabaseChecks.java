package io.ocs.server.doctor;

import io.ocs.cdr.database.BillingDatabase;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether the billing database can be reached. */
final class DatabaseChecks {
    private static final int MIN_VERSION = 12;

    private DatabaseChecks() {}

    static List<Finding> findings(OcsConfig config) {
        if (!config.database().isWanted()) {
            return List.of(Finding.ok("database", "none: charging data records go into files only"));
        }
        return List.of(config.database()
                .urlWithCredentials()
                .map(url -> reached(url, config.database().toString()))
                .orElse(Finding.ok(
                        "database",
                        "the embedded PostgreSQL, in " + config.dataDir().resolve("billing"))));
    }

    private static Finding reached(String url, String shown) {
        try (BillingDatabase database = BillingDatabase.at(url);
                Connection connection = database.connect()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            String found = "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion() + " at " + shown;
            return version >= MIN_VERSION
                    ? Finding.ok("database", found)
                    : Finding.warn("database", found, "PostgreSQL 16 or later is what was tried");
        } catch (SQLException | IOException e) {
            return Finding.bad(
                    "database",
                    shown + ": " + e.getMessage(),
                    "look at database.url, database.user and database.password, and whether the server runs; charging goes on without it, records wait");
        }
    }
}

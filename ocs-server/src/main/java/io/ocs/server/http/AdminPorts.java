package io.ocs.server.http;

import io.ocs.core.command.AccountAdministration;
import io.ocs.core.time.Clock;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.audit.AuditLog;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.trace.Traces;

/** What the administration needs of the parts within. */
public record AdminPorts(
        AccountAdministration administration,
        OfferCatalog offers,
        LiveCatalog catalog,
        Books books,
        Backups backups,
        Alarms alarms,
        Peers peers,
        AuditLog audit,
        Readiness readiness,
        Clock clock,
        Traces traces) {}

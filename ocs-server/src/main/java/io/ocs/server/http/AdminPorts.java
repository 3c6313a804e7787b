package io.ocs.server.http;

import io.ocs.core.command.AccountAdministration;
import io.ocs.core.time.Clock;

/** What the administration needs of the parts within. */
public record AdminPorts(
        AccountAdministration administration,
        OfferCatalog offers,
        Books books,
        Backups backups,
        Readiness readiness,
        Clock clock) {}

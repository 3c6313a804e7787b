package io.ocs.server.assembly;

import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.metrics.ServerMetrics;

/** What is shown of the catalogue. */
final class CatalogMeters {
    private CatalogMeters() {}

    static void bind(ServerMetrics metrics, LiveCatalog catalog) {
        metrics.gauge("ocs.catalog.version", "Number of the catalogue in force", () -> catalog.version()
                .number());
        metrics.gauge(
                "ocs.catalog.versions.held",
                "Earlier versions of the catalogue that open sessions go by",
                () -> catalog.held().size());
    }
}

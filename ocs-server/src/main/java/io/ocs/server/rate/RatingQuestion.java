package io.ocs.server.rate;

import static java.util.Objects.requireNonNull;

import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.Map;

/**
 * What would this cost?
 *
 * @param request gives service, called party, access point, visited network and access technology
 * @param usage gives rating group and service identifier
 * @param used units used, of one kind or of several
 * @param startMs when the usage begins, milliseconds since 1970
 * @param holdings what the account pays with
 */
public record RatingQuestion(
        TariffCatalog catalog,
        String offer,
        CreditControlRequest request,
        ServiceUsage usage,
        Map<UnitKind, Long> used,
        long startMs,
        Holdings holdings) {

    public RatingQuestion {
        requireNonNull(catalog, "catalog");
        used = Map.copyOf(used);
    }
}

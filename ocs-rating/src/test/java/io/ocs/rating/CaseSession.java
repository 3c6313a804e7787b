package io.ocs.rating;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.PricePosition;
import io.ocs.core.charging.Tariff;
import io.ocs.rating.catalog.TariffCatalog;

/** A session that pays with money, charged report by report as the charging function does it. */
final class CaseSession {

    private final TariffCatalog catalog;
    private final Tariff tariff;
    private final PricePosition position = new PricePosition();
    private long atMs;
    private long chargedMicros;
    private int parts;

    CaseSession(TariffCatalog catalog, Tariff tariff, long startMs) {
        this.catalog = catalog;
        this.tariff = tariff;
        this.atMs = startMs;
    }

    /** What the session has cost so far. */
    long chargedMicros() {
        return chargedMicros;
    }

    /** Into how many pieces the usage was cut so far. */
    int parts() {
        return parts;
    }

    CaseSession report(long units) {
        long left = units;
        while (left > 0) {
            Tariff band = catalog.resume(tariff.planKey(), atMs);
            long untilMs = tariff.unit() == UnitKind.TIME ? band.validUntilMs(atMs) : Long.MAX_VALUE;
            long part = untilMs == Long.MAX_VALUE ? left : Math.min(left, (untilMs - atMs + 999) / 1000);
            debit(band, part);
            left -= part;
            atMs += tariff.unit() == UnitKind.TIME ? part * 1000 : 0;
        }
        return this;
    }

    private void debit(Tariff band, long units) {
        parts++;
        chargedMicros += position.isStart() ? band.setupMicros() : 0;
        boolean continuation = position.continuationIn(band.segmentKey());
        long before = position.cumulativeIn(band.segmentKey());
        chargedMicros += band.priceMicros(before + units, continuation) - band.priceMicros(before, continuation);
        position.use(band.segmentKey(), units);
    }
}

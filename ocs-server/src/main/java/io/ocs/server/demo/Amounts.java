package io.ocs.server.demo;

import io.ocs.core.UnitKind;
import java.math.BigDecimal;
import java.util.Locale;

/** Amounts for people. */
final class Amounts {
    private static final int MICROS_DIGITS = 6;
    private static final double KIB = 1024;

    private Amounts() {}

    /** All offers of the demo are in one currency. */
    static String money(long micros) {
        return BigDecimal.valueOf(micros, MICROS_DIGITS).toPlainString() + " EUR";
    }

    static String units(UnitKind kind, long amount) {
        return switch (kind) {
            case TOTAL_OCTETS, INPUT_OCTETS, OUTPUT_OCTETS ->
                String.format(Locale.ROOT, "%.1f MiB", amount / KIB / KIB);
            case MONEY -> money(amount);
            case TIME, SERVICE_SPECIFIC -> amount + " " + kind.symbol();
        };
    }
}

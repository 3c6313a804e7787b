package io.ocs.server.rate;

import io.ocs.core.UnitKind;
import io.ocs.server.config.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;

/** Units on a command line: {@code octets=1000000}, {@code time=60,in=10,out=20}, {@code none}. */
public final class UnitsText {
    private static final Map<String, UnitKind> KINDS = Map.of(
            "octets", UnitKind.TOTAL_OCTETS,
            "in", UnitKind.INPUT_OCTETS,
            "out", UnitKind.OUTPUT_OCTETS,
            "time", UnitKind.TIME,
            "units", UnitKind.SERVICE_SPECIFIC);

    private UnitsText() {}

    /**
     * @return null for null, an empty map for {@code none}
     * @throws IllegalArgumentException if it has another form
     */
    public static Map<UnitKind, Long> parse(String text) {
        if (text == null) {
            return null;
        }
        Map<UnitKind, Long> units = new LinkedHashMap<>();
        for (String part : text.equals("none") ? new String[0] : text.split(",")) {
            String[] sides = part.trim().split("=", -1);
            if (!KINDS.containsKey(sides[0]) || sides.length != 2 || !sides[1].matches("\\d{1,18}")) {
                throw new IllegalArgumentException("'" + part
                        + "' is no amount of units: octets=N, in=N, out=N, time=SECONDS, units=N or none is wanted"
                        + NearestName.hint(sides[0], KINDS.keySet()));
            }
            units.put(KINDS.get(sides[0]), Long.parseLong(sides[1]));
        }
        return units;
    }
}
